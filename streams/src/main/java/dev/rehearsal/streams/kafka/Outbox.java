package dev.rehearsal.streams.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages in order and waits as long as a broker is away: the client retries for ever. What
 * a broker refuses for good (too large, not allowed) is told; nothing else is lost before {@link
 * #settled} completes. Its queue is bounded: {@link #put} blocks when it is full. Thread-safe.
 */
public final class Outbox implements AutoCloseable {
  private static final int MOST_WAITING = 10_000;
  private static final long MOST_SECONDS_TO_CLOSE = 5;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Consumer<String> trouble;
  private final ThreadPoolExecutor writer;
  private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
  private volatile boolean closing;

  /** Held for a moment only, unlike this object's own lock: {@link #put} may block under that. */
  private final Object moving = new Object();

  private int pending;
  private long movedAt;

  /**
   * @param trouble is told of every message that a broker refused for good
   */
  public Outbox(Connection connection, Consumer<String> trouble) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    properties.put("max.block.ms", Long.toString(Long.MAX_VALUE));
    properties.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
    properties.putIfAbsent("linger.ms", "5");
    properties.putIfAbsent("compression.type", "zstd");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.trouble = trouble;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "kafka-outbox");
              thread.setDaemon(true);
              return thread;
            },
            Outbox::waitForRoom);
  }

  /** Puts a message behind the others. */
  public synchronized void put(ProducerRecord<byte[], byte[]> message) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    begins();
    last = last.thenCombine(written, (before, now) -> null);
    writer.execute(() -> send(message, written));
  }

  /** Completes when a broker has, or refused for good, all that was put so far. */
  public synchronized CompletionStage<Void> settled() {
    return last;
  }

  /** Whether {@link #put} would return at once now. */
  public boolean hasRoom() {
    return writer.getQueue().remainingCapacity() > 0;
  }

  /** For how long nothing was taken although something waits; zero when nothing waits. */
  public Duration stuck() {
    synchronized (moving) {
      return pending == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - movedAt);
    }
  }

  /**
   * Waits a little for what is under way; what a broker did not take by then is not written, and
   * never settled.
   */
  @Override
  public void close() {
    closing = true;
    writer.shutdown();
    try {
      if (!writer.awaitTermination(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(MOST_SECONDS_TO_CLOSE));
  }

  private void send(ProducerRecord<byte[], byte[]> message, CompletableFuture<Void> written) {
    try {
      Future<RecordMetadata> unused =
          producer.send(message, (metadata, failure) -> done(message, failure, written));
    } catch (KafkaException | IllegalStateException e) {
      done(message, e, written);
    }
  }

  private void done(
      ProducerRecord<byte[], byte[]> message,
      @Nullable Exception failure,
      CompletableFuture<Void> written) {
    if (failure != null && closing) {
      return;
    }
    if (failure != null) {
      trouble.accept(
          "a message for topic %s was not taken: %s"
              .formatted(message.topic(), Positions.reason(failure)));
    }
    moves();
    written.complete(null);
  }

  private void begins() {
    synchronized (moving) {
      movedAt = pending == 0 ? System.nanoTime() : movedAt;
      pending++;
    }
  }

  private void moves() {
    synchronized (moving) {
      pending--;
      movedAt = System.nanoTime();
    }
  }

  private static void waitForRoom(Runnable task, ThreadPoolExecutor pool) {
    try {
      pool.getQueue().put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
