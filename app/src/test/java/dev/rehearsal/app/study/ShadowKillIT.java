package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.kafka.LocalBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shadow run whose broker and process are killed counts each message once, and ends with the
 * estimates of a run that reads the same conversations from standard input.
 */
@Timeout(900)
class ShadowKillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String TOPIC = "conversations";

  /** Every so many lines one cannot be used, and another comes a second time. */
  private static final int BETWEEN_FAULTS = 500;

  @TempDir Path folder;

  @Test
  @Tag("slow")
  void countsEachMessageOnceWhenItsBrokerAndItsProcessAreKilled() throws IOException {
    study(3_000, "20ms", 1, 1);
  }

  @Test
  @Tag("slow")
  void countsEachOfAHundredThousandMessagesOnce() throws IOException {
    study(100_000, "5ms", 2, 3);
  }

  private void study(int size, String latency, int brokerKills, int kills) throws IOException {
    List<String> lines = lines(size);
    Path undisturbed = folder.resolve("undisturbed");
    Launched straight =
        InProcess.answering(
            String.join("\n", lines) + "\n",
            "run",
            plan("straight", "type = jsonl, paths = [\"-\"]", "0ms"),
            "--out",
            undisturbed.toString());
    assertThat(straight.exitCode()).as(straight.err()).isZero();

    Path disturbed = folder.resolve("disturbed");
    try (LocalBroker broker =
        LocalBroker.start(
            Launched.root().resolve("broker/target/lib"), folder.resolve("broker"), 0)) {
      write(broker, lines);
      String plan =
          plan(
              "shadow",
              "type = kafka, servers = [\"%s\"], topics = [%s], group = g, until = now"
                  .formatted(broker.address(), TOPIC),
              latency);
      int stages = brokerKills + kills + 1;
      for (int stage = 1; stage < stages; stage++) {
        long goal = (long) size * stage / stages;
        try (Child child = shadow(plan, disturbed)) {
          await()
              .atMost(PATIENCE)
              .until(() -> !child.process().isAlive() || Study.admitted(disturbed) >= goal);
          assertThat(child.process().isAlive()).as(child.saying()).isTrue();
          if (stage <= brokerKills) {
            broker.kill();
            broker.restart();
            long later = goal + size / (2L * stages);
            await()
                .atMost(PATIENCE)
                .until(() -> !child.process().isAlive() || Study.admitted(disturbed) >= later);
            assertThat(child.process().isAlive()).as(child.saying()).isTrue();
          }
          child.kill();
        }
      }
      try (Child child = shadow(plan, disturbed)) {
        Launched ended = child.ended(PATIENCE);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
      }
    }

    JsonNode expected = Study.summary(undisturbed);
    JsonNode actual = Study.summary(disturbed);
    System.out.printf(
        "shadow kills: %d messages, broker killed %d times, process %d times; admitted %s, funnel"
            + " %s%n",
        lines.size(),
        brokerKills,
        brokerKills + kills,
        actual.path("admitted"),
        actual.path("funnel"));
    assertThat(actual.path("funnel")).isEqualTo(expected.path("funnel"));
    assertThat(actual.path("quarantined")).isEqualTo(expected.path("quarantined"));
    assertThat(actual.path("estimates").toPrettyString())
        .isEqualTo(expected.path("estimates").toPrettyString());
    assertThat(actual.path("comparisons").toPrettyString())
        .isEqualTo(expected.path("comparisons").toPrettyString());
    assertThat(Files.readAllLines(disturbed.resolve("quarantine.jsonl")))
        .hasSameSizeAs(Files.readAllLines(undisturbed.resolve("quarantine.jsonl")));
  }

  private List<String> lines(int size) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(new Study(folder).log(5, size)));
    for (int at = BETWEEN_FAULTS; at < lines.size(); at += BETWEEN_FAULTS) {
      lines.set(at, "{\"id\": \"half of a rec");
      lines.set(at + 1, lines.get(at - 1));
    }
    return lines;
  }

  private static void write(LocalBroker broker, List<String> lines) {
    // One partition, so that the order is that of the lines.
    BrokerTopics.write(
        broker,
        lines.stream()
            .map(
                line ->
                    new ProducerRecord<byte[], byte[]>(
                        TOPIC, 0, null, line.getBytes(StandardCharsets.UTF_8)))
            .toList());
  }

  private String plan(String name, String source, String latency) {
    return new Study(folder)
        .plan(
            name,
            """
            name = shadowed
            source { %s }
            models {
              new { type = simulated, seed = 6, in-flight = 32, latency = "%s", hit-latency-factor = 8
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
                .formatted(source, latency))
        .toString();
  }

  private Child shadow(String plan, Path run) {
    return Child.start(folder, Map.of(), "shadow", plan, "--out", run.toString());
  }
}
