package dev.rehearsal.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.kafka.Outbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes example conversations to a topic at a steady rate, round after round: each has an id of
 * its own and the time at which it is written.
 */
final class Feeder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ObjectNode> examples;
  private final Outbox outbox;
  private final String topic;
  private final InstantSource clock;
  private final AtomicLong written = new AtomicLong();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "feeder");
            thread.setDaemon(true);
            return thread;
          });

  Feeder(Path log, Outbox outbox, String topic, InstantSource clock) {
    this.examples = read(log);
    this.outbox = outbox;
    this.topic = topic;
    this.clock = clock;
  }

  /**
   * Begins; returns when the first conversation is there, and with it the topic.
   *
   * @param perSecond conversations in a second, above 0
   */
  void start(double perSecond) {
    next();
    outbox.settled().toCompletableFuture().join();
    long nanos = Math.max(1, Math.round(TimeUnit.SECONDS.toNanos(1) / perSecond));
    ScheduledFuture<?> unused =
        beat.scheduleAtFixedRate(this::next, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** How many conversations were written. */
  long written() {
    return written.get();
  }

  @Override
  public void close() {
    beat.shutdownNow();
  }

  private void next() {
    long number = written.getAndIncrement();
    ObjectNode example = examples.get((int) (number % examples.size())).deepCopy();
    String id = example.path("id").asText("c") + "-" + (number / examples.size() + 1);
    example.put("id", id).put("time", clock.instant().toString());
    outbox.put(
        new ProducerRecord<>(
            topic,
            id.getBytes(StandardCharsets.UTF_8),
            example.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static List<ObjectNode> read(Path log) {
    List<ObjectNode> examples = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        examples.add((ObjectNode) JSON.readTree(line));
      }
    } catch (IOException e) {
      throw RehearsalException.failed("cannot read " + log + ": " + e.getMessage(), e);
    }
    return examples;
  }
}
