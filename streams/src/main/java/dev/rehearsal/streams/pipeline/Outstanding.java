package dev.rehearsal.streams.pipeline;

import akka.Done;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts work that goes on after the stream has ended: paid calls are journalled even when a stop
 * left nobody waiting for them. Thread-safe.
 */
final class Outstanding {
  /** The stream itself counts as one until it has ended. */
  private final AtomicLong open = new AtomicLong(1);

  private final CompletableFuture<Done> idle = new CompletableFuture<>();

  /** Counts {@code work} until it completes, one way or the other. */
  <T> CompletionStage<T> track(CompletionStage<T> work) {
    open.incrementAndGet();
    return work.whenComplete((result, failure) -> closed());
  }

  /** Completes when the stream has ended and nothing is open. Called once, at the stream's end. */
  CompletionStage<Done> streamEnded() {
    closed();
    return idle;
  }

  private void closed() {
    if (open.decrementAndGet() == 0) {
      idle.complete(Done.getInstance());
    }
  }
}
