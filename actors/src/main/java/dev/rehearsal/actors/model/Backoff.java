package dev.rehearsal.actors.model;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How long to wait before the next attempt: exponential, jittered to 50-100 % so that calls that
 * failed together do not come back together; never less than the provider asked for. Mutable; owned
 * by one actor.
 */
final class Backoff {
  private static final double ASKED_JITTER = 0.1;
  private static final int MOST_DOUBLINGS = 30;

  private final ModelSettings.Retries settings;
  private final SplittableRandom random;

  Backoff(ModelSettings.Retries settings, long seed) {
    this.settings = settings;
    this.random = new SplittableRandom(seed);
  }

  /**
   * @param failures of this call so far, at least 1
   * @param asked what the provider asked to wait
   */
  Duration wait(int failures, Optional<Duration> asked) {
    if (asked.isPresent()) {
      double spread = 1 + ASKED_JITTER * random.nextDouble();
      return Duration.ofNanos((long) (bounded(asked.get()).toNanos() * spread));
    }
    double doubled =
        settings.first().toNanos() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
    double whole = Math.min(doubled, settings.longest().toNanos());
    return Duration.ofNanos((long) (whole * (0.5 + 0.5 * random.nextDouble())));
  }

  /** What the provider asked for, but no longer than the settings allow. */
  Duration bounded(Duration asked) {
    Duration longest = settings.longestRetryAfter();
    return asked.compareTo(longest) > 0 ? longest : asked;
  }
}
