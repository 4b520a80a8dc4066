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

/** Writes example conversations to a topic at a steady rate. */
final class Feeder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Script script;
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

  /**
   * @param log with the examples
   * @param perTurn whether each turn is a message of its own
   */
  Feeder(Path log, boolean perTurn, Outbox outbox, String topic, InstantSource clock) {
    this.script = new Script(read(log), perTurn);
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

  /** How many conversations were begun. */
  long written() {
    return written.get();
  }

  @Override
  public void close() {
    beat.shutdownNow();
  }

  private void next() {
    written.incrementAndGet();
    for (Script.Line line : script.next(clock.instant())) {
      outbox.put(
          new ProducerRecord<>(
              topic,
              line.id().getBytes(StandardCharsets.UTF_8),
              line.message().toString().getBytes(StandardCharsets.UTF_8)));
    }
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
