package dev.rehearsal.examples.decoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.streams.source.format.UndecodableException;
import dev.rehearsal.streams.source.format.ValueDecoder;
import dev.rehearsal.streams.source.format.ValueDecoderType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroDecoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT =
      """
      {"type": "record", "name": "Chat", "fields": [
        {"name": "id", "type": "string"},
        {"name": "user", "type": ["null", "string"], "default": null},
        {"name": "messages", "type": {"type": "array", "items":
          {"type": "record", "name": "Message", "fields": [
            {"name": "role", "type": {"type": "enum", "name": "Role", "symbols": ["user", "assistant"]}},
            {"name": "content", "type": "string"}]}}},
        {"name": "hash", "type": "bytes"}]}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeSchema() throws IOException {
    Files.writeString(folder.resolve("7.avsc"), CHAT);
  }

  @Test
  void readsARecordAsTheConversationThatItIs() throws Exception {
    try (ValueDecoder decoder = files()) {
      JsonNode chat = JSON.readTree(decoder.decode(message(7, chat("Anna"))));

      assertThat(chat.path("id").asText()).isEqualTo("c1");
      assertThat(chat.path("user").asText()).isEqualTo("Anna");
      assertThat(chat.at("/messages/0/role").asText()).isEqualTo("user");
      assertThat(chat.at("/messages/1/content").asText()).isEqualTo("Grüße");
      assertThat(chat.path("hash").binaryValue()).containsExactly(1, 2, 3);
      JsonNode nobody = JSON.readTree(decoder.decode(message(7, chat(null))));
      assertThat(nobody.path("user").isNull()).isTrue();
    }
  }

  @Test
  void refusesWhatIsNoSuchRecordWithoutQuotingIt() throws Exception {
    byte[] good = message(7, chat("Anna")).value();
    try (ValueDecoder decoder = files()) {
      assertThatThrownBy(() -> decoder.decode(of("{\"id\": 1}".getBytes(UTF_8))))
          .isInstanceOf(UndecodableException.class)
          .hasMessage("does not begin with a zero byte and a schema's number");
      assertThatThrownBy(() -> decoder.decode(message(8, chat("Anna"))))
          .isInstanceOf(UndecodableException.class)
          .hasMessage("nobody knows schema 8");
      assertThatThrownBy(() -> decoder.decode(of(ByteBuffer.wrap(good, 0, 12).slice())))
          .isInstanceOf(UndecodableException.class)
          .hasMessage("is no Chat");
      ByteBuffer longer = ByteBuffer.allocate(good.length + 1).put(good).rewind();
      assertThatThrownBy(() -> decoder.decode(of(longer)))
          .isInstanceOf(UndecodableException.class)
          .hasMessage("has bytes behind its Chat");
    }
  }

  @Test
  void refusesARecordWhoseUnionOrEnumHasNoSuchBranch() throws Exception {
    byte[] union = message(7, chat("Anna")).value();
    union[8] = 2 * 9;
    byte[] role = message(7, chat(null)).value();
    role[10] = 2 * 9;
    try (ValueDecoder decoder = files()) {
      for (byte[] corrupt : List.of(union, role)) {
        assertThatThrownBy(() -> decoder.decode(of(corrupt)))
            .isInstanceOf(UndecodableException.class)
            .hasMessage("is no Chat");
      }
    }
  }

  @Test
  void makesNoRoomForMoreThanAMessageCanHold() throws Exception {
    byte[] length = {0, 0, 0, 0, 7, -2, -1, -1, -1, 7};
    byte[] count = {0, 0, 0, 0, 7, 2, 'c', 0, -2, -1, -1, -1, 7};
    try (ValueDecoder decoder = files()) {
      for (byte[] corrupt : List.of(length, count)) {
        assertThatThrownBy(() -> decoder.decode(of(corrupt)))
            .isInstanceOf(UndecodableException.class)
            .hasMessage("is no Chat")
            .hasRootCauseInstanceOf(SystemLimitException.class);
      }
    }
  }

  @Test
  void asksARegistryOnceForEachSchema() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/schemas/ids/",
        exchange -> {
          asked.incrementAndGet();
          boolean known = exchange.getRequestURI().getPath().endsWith("/7");
          byte[] body =
              JsonNodeFactory.instance.objectNode().put("schema", CHAT).toString().getBytes(UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, known ? body.length : -1);
          if (known) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    registry.start();
    String address = "http://127.0.0.1:" + registry.getAddress().getPort();
    try (ValueDecoder decoder = open("registry = \"" + address + "\"")) {
      for (int i = 0; i < 3; i++) {
        assertThat(JSON.readTree(decoder.decode(message(7, chat("Anna")))).path("id").asText())
            .isEqualTo("c1");
      }
      assertThat(asked).hasValue(1);
      assertThatThrownBy(() -> decoder.decode(message(8, chat("Anna"))))
          .isInstanceOf(UndecodableException.class);
      registry.stop(0);
      assertThatThrownBy(() -> decoder.decode(message(9, chat("Anna"))))
          .as("not the message's fault")
          .isInstanceOf(RehearsalException.class)
          .hasMessageContaining("the schema registry at 127.0.0.1");
    }
  }

  @Test
  void saysWhatItsBlockMustName() {
    Problems problems = new Problems();
    read("schemas = a, registry = \"http://b\"", problems);
    read("registry = b", problems);
    assertThat(problems.messages())
        .anySatisfy(line -> assertThat(line).contains("either schemas, a folder, or registry"))
        .anySatisfy(line -> assertThat(line).contains("must be such as https://"));
  }

  @Test
  void saysWhichAddressIsNone() {
    for (String address : List.of("http://my host", "https://", "http://my_host:-1", "host:8081")) {
      Problems problems = new Problems();
      read("registry = \"" + address + "\"", problems);
      assertThat(problems.messages())
          .singleElement()
          .asString()
          .contains("decoder.registry", address, "must be such as https://");
    }
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(ValueDecoderType.class))
        .extracting(ValueDecoderType::type)
        .contains("avro", "json");
  }

  private ValueDecoder files() {
    return open("schemas = \".\"");
  }

  private ValueDecoder open(String settings) {
    Problems problems = new Problems();
    ValueDecoder decoder = read(settings, problems).open();
    assertThat(problems.messages()).isEmpty();
    return decoder;
  }

  private ValueDecoderType.Spec read(String settings, Problems problems) {
    return new AvroDecoderType()
        .read(Block.of("decoder", ConfigFactory.parseString(settings), folder, problems));
  }

  private static GenericData.Record chat(@Nullable String user) {
    Schema schema = new Schema.Parser().parse(CHAT);
    Schema message = schema.getField("messages").schema().getElementType();
    GenericData.Record chat = new GenericData.Record(schema);
    chat.put("id", "c1");
    chat.put("user", user);
    chat.put(
        "messages", List.of(said(message, "user", "Hello"), said(message, "assistant", "Grüße")));
    chat.put("hash", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    return chat;
  }

  private static GenericData.Record said(Schema schema, String role, String content) {
    GenericData.Record said = new GenericData.Record(schema);
    said.put("role", new GenericData.EnumSymbol(schema.getField("role").schema(), role));
    said.put("content", content);
    return said;
  }

  private static ValueDecoder.Message message(int schema, GenericData.Record record)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).putInt(1, schema).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return of(bytes.toByteArray());
  }

  private static ValueDecoder.Message of(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return of(bytes);
  }

  private static ValueDecoder.Message of(byte[] value) {
    return new ValueDecoder.Message("chats", Map.of(), value);
  }
}
