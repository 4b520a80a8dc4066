package dev.rehearsal.streams.pipeline;

import akka.Done;
import akka.NotUsed;
import akka.stream.javadsl.Flow;
import java.util.concurrent.CompletableFuture;

/**
 * Holds a stream back while it is closed: what comes before it is not asked for more. Thread-safe.
 */
final class Turnstile {
  private volatile CompletableFuture<Done> open =
      CompletableFuture.completedFuture(Done.getInstance());

  /** Lets nothing more through; false when it was closed before. */
  synchronized boolean close() {
    if (closed()) {
      return false;
    }
    open = new CompletableFuture<>();
    return true;
  }

  /** Lets everything through; false when it was open before. */
  synchronized boolean open() {
    return open.complete(Done.getInstance());
  }

  boolean closed() {
    return !open.isDone();
  }

  /** What passes while it is open, in its order. */
  <T> Flow<T, T, NotUsed> flow() {
    return Flow.<T>create().mapAsync(1, element -> open.thenApply(passed -> element));
  }
}
