package dev.rehearsal.app.run;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says lines on a thread of its own, in their order, for somebody who may not wait until they are
 * read: a terminal that is stopped takes no line.
 */
final class Aside implements Consumer<String>, AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(1);

  private final Consumer<String> lines;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "aside");
            made.setDaemon(true);
            return made;
          });

  Aside(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Never waits. */
  @Override
  public void accept(String line) {
    thread.execute(() -> lines.accept(line));
  }

  /** Waits for what is still to be said, for a second at most. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
