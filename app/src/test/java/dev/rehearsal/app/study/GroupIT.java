package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.streams.kafka.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three processes of {@code shadow} share twelve partitions of a real broker; whatever becomes of
 * one of them, the total is that of one process that reads everything.
 */
@Tag("slow")
@Timeout(300)
class GroupIT extends GroupCase {
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Not below the session timeout of a consumer: six seconds. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(12);

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

  private static void signal(String name, Child child) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(child.process().pid())).start().waitFor();
  }
}
