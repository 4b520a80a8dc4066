package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream of which a budget allows a part only: a real broker, and 400 messages a second. */
@Timeout(300)
@Tag("slow")
class FractionIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int AT_ONCE = 10;
  private static final long EVERY_MILLIS = 25;

  /** Until the fraction has grown from the least, and as many again. */
  private static final int SETTLED = 15;

  private static final int MEASURED = 12;
  private static final double USD_PER_HOUR = 72;

  @TempDir Path folder;
  private long written;

  @Test
  void keepsToItsBudgetAndToWhatWasSetAlsoAfterAKill() throws IOException {
    try (LocalBroker broker =
            LocalBroker.start(
                Launched.root().resolve("broker/target/lib"), folder.resolve("broker"), 0);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                properties(broker), new ByteArraySerializer(), new ByteArraySerializer())) {
      ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor();
      var unused =
          feeder.scheduleAtFixedRate(() -> write(producer), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
      try {
        keepsToItsBudget(plan(broker));
      } finally {
        feeder.shutdownNow();
      }
    }
  }

  private void keepsToItsBudget(Path plan) {
    Path run = folder.resolve("run");
    try (Child child = shadow(plan, run)) {
      await().atMost(PATIENCE).until(() -> epochs(run).size() >= SETTLED + MEASURED);
      List<JsonNode> epochs = epochs(run).subList(SETTLED, SETTLED + MEASURED);
      double usd = epochs.stream().mapToDouble(e -> e.at("/before/spent").asDouble()).sum();
      double allowed = MEASURED * USD_PER_HOUR / 3_600;
      double fraction = epochs.get(MEASURED - 1).path("fraction").asDouble();
      System.out.printf(
          "budget: %.4f of %.4f dollars in %d epochs at a fraction of %.3f%n",
          usd, allowed, MEASURED, fraction);
      assertThat(usd / allowed).as("spent of the budget").isBetween(0.6, 1.1);
      assertThat(fraction).as("everything would be too dear").isBetween(0.02, 0.6);

      Launched set = InProcess.rehearsal("ctl", run.toString(), "set", "sample.fraction=0.015");
      assertThat(set.exitCode()).as(set.err()).isZero();
      assertThat(set.out()).contains("sample.fraction: 1 -> 0.015, as the highest, from the next");
      await().atMost(PATIENCE).until(() -> latest(run) == 0.015);
      await().atMost(PATIENCE).until(() -> ctl(run).contains("takes 1.5 % of the messages, $"));
      child.kill();
    }
    int before = epochs(run).size();
    try (Child child = shadow(plan, run)) {
      await().atMost(PATIENCE).until(() -> epochs(run).size() >= before + 2);
      assertThat(epochs(run).subList(before, before + 2))
          .extracting(event -> event.path("fraction").asDouble())
          .allMatch(fraction -> fraction <= 0.015);
      assertThat(InProcess.rehearsal("ctl", run.toString(), "stop").exitCode()).isZero();
      Launched ended = child.ended(PATIENCE);
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(130);
      assertThat(ended.out()).contains("the fraction of the messages that was taken changed");
    }
    assertThat(InProcess.rehearsal("report", run.toString()).out())
        .contains("The fraction of the messages that was taken changed");
    // Each admission's probability is that of the last event that begins no later.
    List<Long> from = epochs(run).stream().map(event -> event.path("from").asLong()).toList();
    assertThat(from).isSorted().startsWith(1L);
  }

  /** Without sequence numbers, which a topic that is only just made takes badly. */
  private static Map<String, Object> properties(LocalBroker broker) {
    return new Connection(List.of(broker.address()), Map.of()).producerProperties();
  }

  private Path plan(LocalBroker broker) throws IOException {
    return Files.writeString(
        folder.resolve("plan.conf"),
        """
        name = fractions
        source { type = kafka, servers = ["%s"], topics = [conversations], group = g }
        sample.budget { usd-per-hour = %s, epoch = 1s, least-fraction = 0.01 }
        models {
          new { type = simulated, latency = 5ms, in-flight = 64
            price { input-per-million = 10, output-per-million = 10 } }
        }
        lanes { production = recorded, candidate = new }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        """
            .formatted(broker.address(), USD_PER_HOUR));
  }

  private Child shadow(Path plan, Path run) {
    return Child.start(folder, Map.of(), "shadow", plan.toString(), "--out", run.toString());
  }

  private void write(KafkaProducer<byte[], byte[]> producer) {
    for (int i = 0; i < AT_ONCE; i++) {
      String line =
          """
          {"id":"c%d","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"yes"}]}\
          """
              .formatted(written++);
      var unused =
          producer.send(
              new ProducerRecord<>("conversations", line.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static double latest(Path run) {
    List<JsonNode> epochs = epochs(run);
    return epochs.get(epochs.size() - 1).path("fraction").asDouble();
  }

  private static String ctl(Path run) {
    return InProcess.rehearsal("ctl", run.toString(), "status").out();
  }

  /** The journalled fractions, in order; none before there is a journal. */
  private static List<JsonNode> epochs(Path run) {
    List<JsonNode> events = new ArrayList<>();
    if (Files.exists(run.resolve("journal.db"))) {
      try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
        reader.events(
            "sample-fraction",
            event -> {
              try {
                events.add(JSON.readTree(event.detail()));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
      }
    }
    return events;
  }
}
