package dev.rehearsal.config;

import dev.rehearsal.window.WindowShape;
import java.time.Duration;
import java.util.Optional;

/** Reads which windows of time are kept. */
final class WindowsReader {
  private static final Duration MOST_LATENESS = Duration.ofDays(365);

  private WindowsReader() {}

  static Windows read(Block windows) {
    Optional<Duration> length = duration(windows, "length");
    Optional<Duration> every = duration(windows, "every");
    Duration lateness = windows.duration("lateness");
    if (lateness.compareTo(MOST_LATENESS) > 0) {
      windows.problem("lateness", "must be at most 365d, was " + windows.shown("lateness"));
    }
    if (every.isPresent() && length.isEmpty()) {
      windows.problem("every", "needs a length: how long a window is");
    }
    windows.done();
    return new Windows(length.flatMap(l -> shape(windows, l, every.orElse(l), lateness)), lateness);
  }

  private static Optional<Duration> duration(Block windows, String key) {
    return windows.has(key) ? Optional.of(windows.duration(key)) : Optional.empty();
  }

  private static Optional<WindowShape> shape(
      Block windows, Duration length, Duration every, Duration lateness) {
    try {
      return Optional.of(new WindowShape(length, every, lateness));
    } catch (IllegalArgumentException e) {
      windows.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
