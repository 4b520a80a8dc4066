package dev.rehearsal.streams.kafka;

import dev.rehearsal.RehearsalException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages in order and waits as long as a broker is away, or does not let it in: it retries
 * for ever, after a login that failed perhaps in another order, and perhaps twice. What a broker
 * refuses for good (too large, not allowed) is told; nothing else is lost before {@link #settled}
 * completes. What waits is bounded, wherever it waits: {@link #put} blocks when that is too much.
 * Thread-safe.
 */
public final class Outbox implements AutoCloseable {
  private static final int MOST_WAITING = 10_000;
  private static final long MOST_SECONDS_TO_CLOSE = 5;
  private static final Duration BETWEEN_LOGINS = Duration.ofSeconds(2);

  private final Map<String, Object> properties;
  private volatile KafkaProducer<byte[], byte[]> producer;
  private final ScheduledThreadPoolExecutor again;
  private final Consumer<String> trouble;
  private final ThreadPoolExecutor writer;
  private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
  private volatile boolean closing;

  /** Of what waits; held for a moment only, and let go of by who waits for room. */
  private final Object moving = new Object();

  private int pending;
  private long movedAt;

  /** Held while the producer changes: {@link #close} must meet the last one. */
  private final Object changing = new Object();

  /** When no producer could be made, unless it could be since. */
  private OptionalLong failedAt = OptionalLong.empty();

  /**
   * @param trouble is told of every message that a broker refused for good
   * @throws RehearsalException when the properties name what is not there, such as a truststore
   */
  public Outbox(Connection connection, Consumer<String> trouble) {
    properties = connection.producerProperties();
    properties.put("max.block.ms", Long.toString(Long.MAX_VALUE));
    properties.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
    properties.putIfAbsent("linger.ms", "5");
    properties.putIfAbsent("compression.type", "zstd");
    this.producer = producer();
    this.again =
        new ScheduledThreadPoolExecutor(1, Outbox::thread, new ThreadPoolExecutor.DiscardPolicy());
    this.trouble = trouble;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Outbox::thread,
            // What is put after the end is not written.
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Puts a message behind the others, once there is room for it. */
  public void put(ProducerRecord<byte[], byte[]> message) {
    awaitRoom();
    add(message);
  }

  /** As {@link #put}, but at once: for those who ask {@link #hasRoom} before they add a few. */
  public synchronized void add(ProducerRecord<byte[], byte[]> message) {
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
    synchronized (moving) {
      return pending < MOST_WAITING;
    }
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
    synchronized (moving) {
      closing = true;
      moving.notifyAll();
    }
    again.shutdownNow();
    writer.shutdown();
    try {
      if (!writer.awaitTermination(MOST_SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (changing) {
      producer.close(Duration.ofSeconds(MOST_SECONDS_TO_CLOSE));
    }
  }

  private void send(ProducerRecord<byte[], byte[]> message, CompletableFuture<Void> written) {
    KafkaProducer<byte[], byte[]> by = producer;
    // A producer that was not let in may say so twice of one message: when called, and of its
    // batch.
    AtomicBoolean ended = new AtomicBoolean();
    try {
      Future<RecordMetadata> unused =
          by.send(
              message,
              (metadata, failure) -> {
                if (ended.compareAndSet(false, true)) {
                  done(by, message, failure, written);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      if (ended.compareAndSet(false, true)) {
        done(by, message, e, written);
      }
    }
  }

  private void sendLater(
      KafkaProducer<byte[], byte[]> before,
      ProducerRecord<byte[], byte[]> message,
      CompletableFuture<Void> written) {
    var unused =
        again.schedule(
            () -> sendAgain(before, message, written),
            BETWEEN_LOGINS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * A producer that was not let in never recovers: its messages go to a new one. What else the old
   * one has fails when it is closed; the new one is there by then, so that it comes here too.
   */
  private void sendAgain(
      KafkaProducer<byte[], byte[]> before,
      ProducerRecord<byte[], byte[]> message,
      CompletableFuture<Void> written) {
    if (producer != before) {
      send(message, written);
    } else if (replaced()) {
      try {
        before.close(Duration.ZERO);
      } finally {
        send(message, written);
      }
    } else {
      sendLater(before, message, written);
    }
  }

  /** Not while a file that it needs is missing: {@link StallWatch} meets the same, and tells it. */
  private boolean replaced() {
    synchronized (changing) {
      long now = System.nanoTime();
      boolean tooSoon =
          failedAt.isPresent() && now - failedAt.getAsLong() < BETWEEN_LOGINS.toNanos();
      if (closing || tooSoon) {
        return false;
      }
      try {
        producer = producer();
        failedAt = OptionalLong.empty();
        return true;
      } catch (RehearsalException e) {
        failedAt = OptionalLong.of(now);
        return false;
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    try {
      return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw RehearsalException.failed(
          "cannot write to Kafka at %s: %s; check servers and properties there"
              .formatted(properties.get("bootstrap.servers"), Positions.reason(e)),
          e);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "kafka-outbox");
    thread.setDaemon(true);
    return thread;
  }

  private void done(
      KafkaProducer<byte[], byte[]> by,
      ProducerRecord<byte[], byte[]> message,
      @Nullable Exception failure,
      CompletableFuture<Void> written) {
    if (failure != null && closing) {
      return;
    }
    if (failure != null && (by != producer || isShutOut(failure))) {
      sendLater(by, message, written);
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

  /** Whether it was not let in: a login or a certificate. */
  static boolean isShutOut(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthenticationException) {
        return true;
      }
    }
    return false;
  }

  private void awaitRoom() {
    synchronized (moving) {
      try {
        while (pending >= MOST_WAITING && !closing) {
          moving.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
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
      moving.notifyAll();
    }
  }
}
