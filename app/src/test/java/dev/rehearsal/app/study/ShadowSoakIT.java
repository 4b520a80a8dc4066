package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.kafka.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shadow run at a steady rate, whose broker is away in the middle: it waits with a line, catches
 * up, counts each message once, and its memory stays. Longer by {@code -Drehearsal.soak=3600} and
 * {@code -Drehearsal.outage=600}, in seconds.
 */
@Tag("slow")
@Timeout(7_200)
class ShadowSoakIT {
  private static final int SECONDS = Integer.getInteger("rehearsal.soak", 75);
  private static final int OUTAGE = Integer.getInteger("rehearsal.outage", 20);
  private static final int RATE = 50;
  private static final TimeUnit SECS = TimeUnit.SECONDS;
  private static final String TOPIC = "conversations";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What a heap that is still growing into its limit may take more; a leak takes that for each. */
  private static final double MOST_GROWTH = 1.25;

  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final AtomicInteger written = new AtomicInteger();

  @TempDir Path folder;

  @Test
  void waitsForABrokerThatIsAwayAndItsMemoryAndLagStay() throws Exception {
    Path run = folder.resolve("run");
    try (BrokerTopics topics = BrokerTopics.start(folder.resolve("broker"));
        KafkaProducer<byte[], byte[]> producer = producer(topics);
        Child child = Child.start(folder, Map.of(), "shadow", plan(topics), "--out", run + "")) {
      ScheduledFuture<?> writing =
          clock.scheduleAtFixedRate(
              () -> write(producer), 0, 1_000_000 / RATE, TimeUnit.MICROSECONDS);
      ScheduledFuture<Long> early = clock.schedule(() -> memory(child), SECONDS / 3, SECS);
      ScheduledFuture<?> away = clock.schedule(topics.broker()::kill, SECONDS / 2, SECS);
      ScheduledFuture<?> back =
          clock.schedule(topics.broker()::restart, SECONDS / 2 + OUTAGE, SECS);
      ScheduledFuture<Boolean> enough =
          clock.schedule(() -> writing.cancel(false), SECONDS + OUTAGE, SECS);
      away.get();
      back.get();
      assertThat(enough.get()).isTrue();
      producer.flush();
      await()
          .atMost(PATIENCE)
          .until(() -> !child.process().isAlive() || Study.admitted(run) == written.get());
      assertThat(child.process().isAlive()).as(child.saying()).isTrue();
      long late = memory(child);
      child.interrupt();
      Launched ended = child.ended(PATIENCE);

      System.out.printf(
          "shadow soak: %d messages at %d/s, %d s outage, memory %d kB early and %d kB late%n",
          written.get(), RATE, OUTAGE, early.get(), late);
      assertThat(ended.err())
          .containsOnlyOnce("does not answer")
          .containsPattern("Kafka answers again after \\d+ s");
      JsonNode summary = Study.summary(run);
      assertThat(summary.path("funnel").path("read").asInt()).isEqualTo(written.get());
      assertThat(summary.path("estimates").path(0).path("trials").asInt()).isEqualTo(written.get());
      assertThat(late).isLessThan((long) (MOST_GROWTH * early.get()));
    } finally {
      clock.shutdownNow();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(BrokerTopics topics) {
    Map<String, Object> properties =
        new Connection(List.of(topics.address()), Map.of()).producerProperties();
    properties.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void write(KafkaProducer<byte[], byte[]> producer) {
    int i = written.getAndIncrement();
    String line = BrokerTopics.conversation("c" + i, i % 10 == 0 ? "no" : "yes");
    var unused =
        producer.send(new ProducerRecord<>(TOPIC, 0, null, line.getBytes(StandardCharsets.UTF_8)));
  }

  private String plan(BrokerTopics topics) {
    return new Study(folder)
        .plan(
            "soak",
            """
            name = soak
            source { type = kafka, servers = ["%s"], topics = [%s], group = g
              properties { metadata.max.age.ms = 1000 } }
            models { new { type = simulated, in-flight = 32, latency = "50ms"
              rates { says-no = 0.1 }, phrases { says-no = "no" } } }
            lanes { production = recorded, candidate = new }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            windows { length = 10s }
            """
                .formatted(topics.address(), TOPIC))
        .toString();
  }

  /** What the process has in memory, in kB. */
  private static long memory(Child child) throws IOException {
    // The launcher becomes the program: both are one process.
    return Files.readAllLines(Path.of("/proc/" + child.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
