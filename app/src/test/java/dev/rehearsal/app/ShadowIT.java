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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From Kafka to Kafka, over a real broker; one in five replies says no, and later two. */
@Timeout(180)
class ShadowIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMAS = Launched.root().resolve("docs/schemas");
  private static final int HALF = 300;
  private static final int FIRST = 200;

  @TempDir Path folder;
  private LocalBroker broker;

  @BeforeEach
  void start() {
    broker =
        LocalBroker.start(
            Launched.root().resolve("broker/target/lib"), folder.resolve("broker"), 0);
  }

  @AfterEach
  void stop() {
    broker.kill();
  }

  @Test
  void tellsEveryVerdictAndEstimateAndAnAlarmAndGoesOnWhereItWas() throws IOException {
    write(0, FIRST);
    Launched first = shadow();
    assertThat(first.exitCode()).as(first.err()).isZero();
    write(FIRST, 2 * HALF);
    Launched second = shadow();
    assertThat(second.exitCode()).as(second.err()).isZero();

    JsonNode summary = JSON.readTree(folder.resolve("run/summary.json").toFile());
    assertThat(summary.path("admitted").asInt()).isEqualTo(2 * HALF);
    List<JsonNode> verdicts = messages("verdicts");
    assertThat(verdicts).allSatisfy(verdict -> assertDescribed("verdict", verdict));
    assertThat(verdicts)
        .extracting(v -> v.path("admission").asInt() + v.path("category").asText())
        .as("told once: nothing was killed")
        .hasSize(2 * HALF)
        .doesNotHaveDuplicates();
    assertThat(verdicts.stream().filter(v -> v.path("verdict").asText().equals("hit")).count())
        .isEqualTo(summary.path("estimates").get(0).path("hits").asLong());
    List<JsonNode> estimates = messages("estimates");
    assertThat(estimates).allSatisfy(look -> assertDescribed("estimates", look));
    assertThat(estimates.get(estimates.size() - 1).path("estimates"))
        .isEqualTo(summary.path("estimates"));
    List<JsonNode> alarms = messages("alarms");
    assertThat(alarms).hasSize(1).allSatisfy(alarm -> assertDescribed("alarm", alarm));
    assertThat(alarms.get(0).path("sentence").asText()).contains("the rate has moved up from 20 %");
  }

  private Launched shadow() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            name = watched
            source { type = kafka, servers = ["%1$s"], topics = [conversations], group = g, until = now }
            publish { type = kafka, servers = ["%1$s"]
              verdicts = verdicts, estimates = estimates, alarms = alarms }
            lanes { production = recorded }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds, drift { from = 0.2 } } ]
            drift { method = e-sr, run-length = 10000 }
            stop { look-every = 50 }
            """
                .formatted(broker.address()));
    return InProcess.rehearsal(
        "shadow", plan.toString(), "--out", folder.resolve("run").toString());
  }

  /** Conversations {@code from} to before {@code to}, in one partition. */
  private void write(int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(connection(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = from; i < to; i++) {
        boolean no = i % 5 == 0 || i > HALF && i % 5 == 2;
        String line =
            """
            {"id":"c%d","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"%s"}]}\
            """
                .formatted(i, no ? "no" : "yes");
        var unused =
            producer.send(
                new ProducerRecord<>(
                    "conversations", 0, null, line.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** All that a topic has, in order of its partitions. */
  private List<JsonNode> messages(String topic) throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
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

  private Map<String, Object> connection() {
    return new Connection(List.of(broker.address()), Map.of()).clientProperties();
  }

  private static void assertDescribed(String schema, JsonNode message) {
    JsonSchema described =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                SchemaLocation.of(SCHEMAS.resolve(schema + ".schema.json").toUri().toString()));
    assertThat(described.validate(message)).isEmpty();
  }
}
