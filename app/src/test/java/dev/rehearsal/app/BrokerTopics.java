package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.kafka.LocalBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker of a test's own, and what is written to its topics and read from them. */
public record BrokerTopics(LocalBroker broker) implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Starts one; it keeps what it has in the folder. */
  public static BrokerTopics start(Path folder) {
    return new BrokerTopics(
        LocalBroker.start(Launched.root().resolve("broker/target/lib"), folder, 0));
  }

  /** A conversation of one question and one reply, as a log has it. */
  public static String conversation(String id, String reply) {
    return """
    {"id":"%s","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"%s"}]}\
    """
        .formatted(id, reply);
  }

  /** {@code host:port}. */
  public String address() {
    return broker.address();
  }

  /** Writes texts to partition 0 of a topic, in order. */
  public void write(String topic, List<String> values) {
    write(topic, values, null, Duration.ZERO);
  }

  /**
   * Writes texts to partition 0 of a topic, in order, each so long after the one before, up to now.
   */
  public void write(String topic, List<String> values, Duration apart) {
    // Much older ones would be deleted at once: brokers go by the messages' time.
    write(topic, values, Instant.now().minus(apart.multipliedBy(values.size())), apart);
  }

  private void write(String topic, List<String> values, @Nullable Instant first, Duration apart) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    Instant time = first;
    for (String value : values) {
      messages.add(
          new ProducerRecord<>(
              topic,
              0,
              time == null ? null : time.toEpochMilli(),
              null,
              value.getBytes(StandardCharsets.UTF_8)));
      time = time == null ? null : time.plus(apart);
    }
    write(broker, messages);
  }

  /** Writes messages in order; the broker has every one of them when it returns. */
  public static void write(LocalBroker broker, Iterable<ProducerRecord<byte[], byte[]>> messages) {
    Map<String, Object> properties =
        new Connection(List.of(broker.address()), Map.of()).producerProperties();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      messages.forEach(message -> sent.add(producer.send(message)));
      producer.flush();
      assertThat(sent).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ZERO));
    }
  }

  /** All that a topic has, in order of its partitions. */
  public List<JsonNode> messages(String topic) throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          messages.add(JSON.readTree(record.value()));
        }
      }
    }
    return messages;
  }

  /** Holds a message against its published description. */
  public static void assertDescribed(String schema, JsonNode message) {
    JsonSchema described =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                SchemaLocation.of(
                    Launched.root()
                        .resolve("docs/schemas")
                        .resolve(schema + ".schema.json")
                        .toUri()
                        .toString()));
    assertThat(described.validate(message)).isEmpty();
  }

  @Override
  public void close() {
    broker.kill();
  }

  private Map<String, Object> properties() {
    return new Connection(List.of(address()), Map.of()).clientProperties();
  }
}
