package dev.rehearsal.actors.simulated;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs something later, holding no thread meanwhile. Thread-safe. */
@FunctionalInterface
public interface Delays {

  /** Runs {@code task} once {@code delay} has passed; at once when it is zero. */
  void after(Duration delay, Runnable task);

  /** By the JDK's own timer, to the millisecond; tasks run on {@code executor}. */
  static Delays on(Executor executor) {
    return (delay, task) ->
        (delay.isZero()
                ? executor
                : CompletableFuture.delayedExecutor(
                    delay.toNanos(), TimeUnit.NANOSECONDS, executor))
            .execute(task);
  }
}
