package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
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
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of one consumer group on a real broker, each with a folder of its own, and one process
 * alone that reads everything, to hold their total against.
 */
abstract class GroupCase {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Duration PATIENCE = Duration.ofMinutes(3);
  static final String TOPIC = "conversations";
  static final int PARTITIONS = 12;

  @TempDir Path folder;
  LocalBroker broker;

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

  void assertEnds(Child member, String name, List<String> lines) throws IOException {
    Launched ended = member.ended(PATIENCE);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    JsonNode total = total("g", name).orElseThrow();
    JsonNode alone = Study.summary(alone(lines));
    assertThat(total.path("prefixes")).isEqualTo(alone.path("admitted"));
    assertThat(numbers(total.path("estimates"))).isEqualTo(numbers(alone.path("estimates")));
    assertThat(numbers(total.path("comparisons"))).isEqualTo(numbers(alone.path("comparisons")));
  }

  /** Without what the looks of one process settled: a total has none. */
  static String numbers(JsonNode rows) {
    rows.forEach(row -> ((ObjectNode) row).remove(List.of("state", "decidedAt")));
    return rows.toPrettyString();
  }

  /** One process that reads all of it. */
  Path alone(List<String> lines) {
    Path run = folder.resolve("alone");
    if (!Files.exists(run)) {
      Launched ran =
          InProcess.answering(
              String.join("\n", lines) + "\n",
              "run",
              plan("alone", "type = jsonl, paths = [\"-\"]", "", "0ms"),
              "--out",
              run.toString());
      assertThat(ran.exitCode()).as(ran.err()).isZero();
    }
    return run;
  }

  List<Child> members(List<String> names, String group) {
    return names.stream().map(name -> member(name, group)).toList();
  }

  /**
   * One that reads to where the topic ends now.
   *
   * @param arguments further ones of {@code shadow}
   */
  Child member(String name, String group, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "shadow",
                plan(
                    group,
                    "type = kafka, servers = [\"%s\"], topics = [%s], group = %s, until = now"
                        .formatted(broker.address(), TOPIC, group),
                    "group { totals = totals, epoch = 1s }, reorder-window = 64",
                    "100ms"),
                "--out",
                folder.resolve(group).resolve(name).toString()));
    all.addAll(List.of(arguments));
    return Child.start(folder, Map.of(), all.toArray(String[]::new));
  }

  String plan(String name, String source, String more, String latency) {
    return new Study(folder)
        .plan(
            name,
            """
            name = shadowed
            source { %s }
            %s
            models {
              new { type = simulated, seed = 6, in-flight = 8, latency = "%s", hit-latency-factor = 8
                rates { bold = 0.25, shy = 0.02 } }
            }
            lanes { production = recorded, candidate = new }
            graders {
              bold { type = rule, contains = "VIOLATES(bold)" }
              shy { type = rule, contains = "VIOLATES(shy)" }
            }
            categories = [ { id = bold, grader = bold }, { id = shy, grader = shy } ]
            stop { rules = off, look-every = 50 }
            """
                .formatted(source, more, latency))
        .toString();
  }

  /** Makes the topic and writes to it. */
  void write(List<String> lines) throws ExecutionException, InterruptedException {
    Map<String, Object> connection =
        new Connection(List.of(broker.address()), Map.of()).clientProperties();
    try (Admin admin = Admin.create(connection)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
      await().until(() -> leaders(admin) == PARTITIONS);
    }
    send(lines);
  }

  /** Writes to all partitions in turn. */
  void send(List<String> lines) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      messages.add(
          new ProducerRecord<>(
              TOPIC, i % PARTITIONS, null, lines.get(i).getBytes(StandardCharsets.UTF_8)));
    }
    BrokerTopics.write(broker, messages);
  }

  static long leaders(Admin admin) throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(TOPIC)).allTopicNames().get().values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .filter(partition -> partition.leader() != null)
        .count();
  }

  void awaitTotal(String group, Child first, Predicate<JsonNode> is) {
    await()
        .atMost(PATIENCE)
        .until(() -> !first.process().isAlive() || total(group, "a").filter(is).isPresent());
    assertThat(first.process().isAlive()).as(first.saying()).isTrue();
  }

  Optional<JsonNode> total(String group, String member) throws IOException {
    Path file = folder.resolve(group).resolve(member).resolve("total.json");
    return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
  }
}
