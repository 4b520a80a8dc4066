package dev.rehearsal.actors.limiter;

/**
 * Spreads units (requests, or tokens) over time so that no sliding minute holds more than the
 * limit, as the server sees it. Mutable; owned by one actor.
 *
 * <p>The generic cell rate algorithm [1]: each unit moves the theoretical arrival time on by one
 * interval; a take is in time once that lies no further ahead than the tolerance. Whatever the
 * arrivals, a closed window of length W then holds fewer than (W + tolerance) / interval + the
 * largest take units. The interval is chosen so that this is the limit, for a window of a minute
 * plus the arrival margin. The tolerance lets half a percent of the minute go at once, and at least
 * makes up for a timer that fires late.
 *
 * <p>[1] ITU-T Recommendation I.371, annex A (virtual scheduling).
 */
final class Pacer {
  private long limit;
  private long largest;
  private long largestTaken = 1;
  private Pace pace = new Pace(0, 0);
  private double theoreticalArrival = Double.NEGATIVE_INFINITY;

  /**
   * @param limit units in a minute, at least 1
   * @param largest take that is expected, in units, at least 1; a larger one waits and lowers the
   *     pace
   */
  Pacer(long limit, long largest) {
    this.limit = limit;
    allowFor(Math.max(1, largest));
  }

  /** Nanoseconds until {@code units} may be taken; 0 for now. */
  long waitNanos(long units, long now) {
    if (units > largest) {
      long more = Math.min(units, Pace.largest(limit)) - largest;
      allowFor(units);
      // The minute that ends with it held that much less.
      theoreticalArrival += Math.max(0, more) * pace.nanosPerUnit();
    }
    return (long) Math.ceil(Math.max(0, theoreticalArrival - pace.toleranceNanos() - now));
  }

  void take(long units, long now) {
    largestTaken = Math.max(largestTaken, units);
    theoreticalArrival = Math.max(theoreticalArrival, now) + units * pace.nanosPerUnit();
  }

  /** Puts right what was taken too much or too little. */
  void correct(long taken, long used) {
    theoreticalArrival += (used - taken) * pace.nanosPerUnit();
  }

  /**
   * Another limit from now on. The units that are still ahead stay ahead, at the new pace: in
   * units, a window then holds no more than its paces add up to, so no sliding minute exceeds the
   * largest limit that held within it, and a new limit holds at once.
   */
  void retune(long limit, long expectedLargest, long now) {
    double before = pace.nanosPerUnit();
    this.limit = limit;
    allowFor(Math.max(Math.max(1, expectedLargest), largestTaken));
    if (theoreticalArrival > now) {
      theoreticalArrival = now + (theoreticalArrival - now) * pace.nanosPerUnit() / before;
    }
  }

  private void allowFor(long units) {
    largest = units;
    pace = Pace.of(limit, units, 0);
  }
}
