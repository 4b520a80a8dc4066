package dev.rehearsal.actors.limiter;

/**
 * How fast a limit is used, for the generic cell rate algorithm of {@link Pacer}.
 *
 * @param nanosPerUnit interval between two units
 * @param toleranceNanos how far ahead of its time a take may be
 */
public record Pace(double nanosPerUnit, double toleranceNanos) {
  static final double WINDOW_NANOS = 60e9;

  /** Between a permit and the arrival of its request: a first connection may take this long. */
  static final double ARRIVAL_MARGIN_NANOS = 1.5e9;

  private static final double BURST_SHARE = 0.005;
  private static final double TIMER_SLACK_NANOS = 100e6;

  /**
   * The pace at which no sliding minute holds more than the limit, as the server sees it. With a
   * take of more than half the limit no pace can promise the limit: it keeps half of it for the
   * rest.
   *
   * @param limit units in a minute, at least 1
   * @param largest units that are taken at once, at least 1
   * @param lateNanos how long after it was given a permit may be used
   */
  static Pace of(long limit, double largest, double lateNanos) {
    double spread = limit - Math.min(largest, largest(limit)) + 1;
    double burst = Math.max(0, Math.min(spread / 2, limit * BURST_SHARE - 1));
    double window = WINDOW_NANOS + ARRIVAL_MARGIN_NANOS + lateNanos;
    double nanosPerUnit =
        Math.max(window / (spread - burst), (window + TIMER_SLACK_NANOS) / spread);
    return new Pace(nanosPerUnit, Math.max(burst * nanosPerUnit, TIMER_SLACK_NANOS));
  }

  /** The largest take that a pace can promise a limit with. */
  static long largest(long limit) {
    return Math.max(1, limit / 2);
  }
}
