package dev.rehearsal.streams.pipeline;

import akka.Done;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how far admission may run ahead of the watermark, so that the order stage's memory is
 * bounded however long one call takes. Thread-safe: one stage enters, another advances.
 */
final class AdmissionWindow {
  private record Waiting(long number, CompletableFuture<Done> admitted) {}

  private static final CompletionStage<Done> AT_ONCE =
      CompletableFuture.completedFuture(Done.getInstance());

  private final long size;
  private final AtomicLong watermark = new AtomicLong();
  private volatile Waiting waiting = new Waiting(0, new CompletableFuture<>());

  /**
   * @param size how many numbers may be open at once, at least 1
   */
  AdmissionWindow(long size) {
    if (size < 1) {
      throw new IllegalArgumentException("reorder-window must be at least 1, was " + size);
    }
    this.size = size;
  }

  /** Completes once {@code number} is within the window. Called for one number at a time. */
  CompletionStage<Done> enter(long number) {
    if (number - watermark.get() <= size) {
      return AT_ONCE;
    }
    Waiting next = new Waiting(number, new CompletableFuture<>());
    waiting = next;
    letIn(next);
    return next.admitted();
  }

  /** Everything up to {@code number} is resolved and in order. */
  void advance(long number) {
    watermark.set(number);
    letIn(waiting);
  }

  private void letIn(Waiting candidate) {
    if (candidate.number() - watermark.get() <= size) {
      candidate.admitted().complete(Done.getInstance());
    }
  }
}
