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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes of {@code shadow} share twelve partitions of a real broker; whatever becomes of
 * one of them, the total is that of one process that reads everything.
 */
@Tag("slow")
@Timeout(300)
class GroupIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String TOPIC = "conversations";
  private static final int PARTITIONS = 12;
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Not below the session timeout of a consumer: six seconds. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(12);

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
  void theTotalIsExactWhenOneProcessIsKilled() throws Exception {
    List<String> lines = Files.readAllLines(new Study(folder).log(5, 3_000));
    write(lines);
    List<Child> members = members(NAMES, "g");
    try {
      awaitTotal("g", members.get(0), total -> total.path("members").asInt() == 3);
      Instant killed = Instant.now();
      members.get(2).kill();
      awaitTakenOver("c-");
      Duration taken = Duration.between(killed, Instant.now());
      awaitTotal(
          "g",
          members.get(0),
          total -> total.path("members").asInt() == 2 && upTo(total).isAfter(killed));
      Duration gone = Duration.between(killed, Instant.now());
      System.out.printf(
          "group: taken over %.1f s after the kill, the total went on after %.1f s%n",
          taken.toMillis() / 1e3, gone.toMillis() / 1e3);
      assertThat(taken).isLessThan(TAKEN_OVER);

      assertEnds(members.get(0), "a", lines);
      assertEnds(members.get(1), "b", lines);
    } finally {
      members.forEach(Child::close);
    }
  }

  @Test
  void theTotalIsExactWhenOneProcessSleepsAndIsTakenOverAndWakesUp() throws Exception {
    List<String> lines = Files.readAllLines(new Study(folder).log(6, 4_000));
    write(lines);
    List<Child> members = members(NAMES, "g");
    try {
      awaitTotal("g", members.get(0), total -> total.path("members").asInt() == 3);
      signal("STOP", members.get(2));
      awaitTotal("g", members.get(0), total -> total.path("members").asInt() == 2);
      signal("CONT", members.get(2));

      assertEnds(members.get(0), "a", lines);
      assertEnds(members.get(1), "b", lines);
      assertEnds(members.get(2), "c", lines);
    } finally {
      members.forEach(Child::close);
    }
  }

  /** The limit is that of an endpoint: so many calls of a process at a time. */
  @Test
  @Tag("study")
  void threeProcessesReadMoreThanTwiceAsFastAsOne() throws Exception {
    write(Files.readAllLines(new Study(folder).log(7, 6_000)));
    List<Double> perSecond = new ArrayList<>();
    for (int size = 1; size <= 3; size++) {
      List<Child> members = members(NAMES.subList(0, size), "of-" + size);
      try {
        int all = size;
        String group = "of-" + size;
        awaitTotal(group, members.get(0), t -> t.path("members").asInt() == all);
        JsonNode first = total(group, "a").orElseThrow();
        awaitTotal(group, members.get(0), t -> prefixes(t) >= prefixes(first) + 150L * all);
        JsonNode last = total(group, "a").orElseThrow();
        perSecond.add(
            (prefixes(last) - prefixes(first))
                * 1e3
                / Duration.between(upTo(first), upTo(last)).toMillis());
      } finally {
        members.forEach(Child::kill);
      }
    }
    System.out.printf("group: prefixes per second by processes %s%n", perSecond);
    assertThat(perSecond.get(2)).isGreaterThan(2 * perSecond.get(0));
  }

  private static long prefixes(JsonNode total) {
    return total.path("prefixes").asLong();
  }

  private static Instant upTo(JsonNode total) {
    return Instant.parse(total.path("upTo").asText());
  }

  private void assertEnds(Child member, String name, List<String> lines) throws IOException {
    Launched ended = member.ended(PATIENCE);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    JsonNode total = total("g", name).orElseThrow();
    JsonNode alone = Study.summary(alone(lines));
    assertThat(total.path("prefixes")).isEqualTo(alone.path("admitted"));
    assertThat(numbers(total.path("estimates"))).isEqualTo(numbers(alone.path("estimates")));
    assertThat(numbers(total.path("comparisons"))).isEqualTo(numbers(alone.path("comparisons")));
  }

  /** Without what the looks of one process settled: a total has none. */
  private static String numbers(JsonNode rows) {
    rows.forEach(row -> ((ObjectNode) row).remove(List.of("state", "decidedAt")));
    return rows.toPrettyString();
  }

  /** One process that reads all of it. */
  private Path alone(List<String> lines) {
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

  private List<Child> members(List<String> names, String group) {
    String plan =
        plan(
            group,
            "type = kafka, servers = [\"%s\"], topics = [%s], group = %s, until = now"
                .formatted(broker.address(), TOPIC, group),
            "group { totals = totals, epoch = 1s }, reorder-window = 64",
            "100ms");
    List<Child> members = new ArrayList<>();
    for (String name : names) {
      Path run = folder.resolve(group).resolve(name);
      members.add(Child.start(folder, Map.of(), "shadow", plan, "--out", run.toString()));
    }
    return members;
  }

  private String plan(String name, String source, String more, String latency) {
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

  private void write(List<String> lines) throws ExecutionException, InterruptedException {
    Map<String, Object> connection =
        new Connection(List.of(broker.address()), Map.of()).clientProperties();
    try (Admin admin = Admin.create(connection)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
      await().until(() -> leaders(admin) == PARTITIONS);
    }
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      messages.add(
          new ProducerRecord<>(
              TOPIC, i % PARTITIONS, null, lines.get(i).getBytes(StandardCharsets.UTF_8)));
    }
    BrokerTopics.write(broker, messages);
  }

  /** Until no partition is counted by a member of that name. */
  private void awaitTakenOver(String name) throws IOException {
    Map<String, Object> properties =
        new Connection(List.of(broker.address()), Map.of()).clientProperties();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> only = List.of(new TopicPartition("totals", 0));
      consumer.assign(only);
      consumer.seekToBeginning(only);
      Map<String, Long> claims = new HashMap<>();
      Map<String, String> owners = new HashMap<>();
      Instant end = Instant.now().plus(PATIENCE);
      while (owners.isEmpty() || owners.values().stream().anyMatch(o -> o.startsWith(name))) {
        assertThat(Instant.now()).isBefore(end);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.value() != null) {
            JsonNode share = JSON.readTree(record.value());
            String partition = share.path("partition").asText();
            if (share.path("claim").asLong() >= claims.getOrDefault(partition, 0L)) {
              claims.put(partition, share.path("claim").asLong());
              owners.put(partition, share.path("member").asText());
            }
          }
        }
      }
    }
  }

  private static long leaders(Admin admin) throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(TOPIC)).allTopicNames().get().values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .filter(partition -> partition.leader() != null)
        .count();
  }

  private void awaitTotal(String group, Child first, Predicate<JsonNode> is) {
    await()
        .atMost(PATIENCE)
        .until(() -> !first.process().isAlive() || total(group, "a").filter(is).isPresent());
    assertThat(first.process().isAlive()).as(first.saying()).isTrue();
  }

  private Optional<JsonNode> total(String group, String member) throws IOException {
    Path file = folder.resolve(group).resolve(member).resolve("total.json");
    return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
  }

  private static void signal(String name, Child child) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(child.process().pid())).start().waitFor();
  }
}
