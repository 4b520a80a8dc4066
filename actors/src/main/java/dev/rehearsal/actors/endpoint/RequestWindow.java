package dev.rehearsal.actors.endpoint;

import java.time.Duration;
import java.time.Instant;

/**
 * At most so many requests in any 60 s, exactly: it remembers when each one of the last minute came
 * in. Refused requests do not count. Thread-safe.
 */
final class RequestWindow {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final long[] admitted;
  private int oldest;
  private int count;

  RequestWindow(int requestsPerMinute) {
    this.admitted = new long[requestsPerMinute];
  }

  /**
   * What the window says to one request.
   *
   * @param admitted whether it may go on
   * @param limit requests a minute
   * @param remaining that would be admitted now
   * @param untilNext until one more is admitted; zero when one is now
   * @param untilWhole until all of them would be
   */
  record Standing(
      boolean admitted, int limit, int remaining, Duration untilNext, Duration untilWhole) {}

  /** Admits a request that came in {@code now}, or not. */
  synchronized Standing admit(Instant now) {
    long at = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    while (count > 0 && admitted[oldest] <= at - MINUTE) {
      oldest = (oldest + 1) % admitted.length;
      count--;
    }
    boolean admit = count < admitted.length;
    if (admit) {
      admitted[(oldest + count) % admitted.length] = at;
      count++;
    }
    long newest = admitted[(oldest + count - 1) % admitted.length];
    return new Standing(
        admit,
        admitted.length,
        admitted.length - count,
        Duration.ofNanos(count < admitted.length ? 0 : admitted[oldest] + MINUTE - at),
        Duration.ofNanos(newest + MINUTE - at));
  }
}
