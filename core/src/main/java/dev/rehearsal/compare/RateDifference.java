package dev.rehearsal.compare;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;

/**
 * The compared side's rate less the reference side's, for one look at finished samples.
 *
 * @param difference within [-1, 1]
 * @param low at most the difference
 * @param high at least the difference
 */
public record RateDifference(double difference, double low, double high) {

  /**
   * Method 10 of Newcombe (1998): each side's distance to its Wilson limit, put together as
   * independent errors are.
   *
   * @param alpha chance of a miss, about, within (0, 1)
   * @throws IllegalArgumentException if a side has no trial
   */
  static RateDifference newcombe(Counts compared, Counts reference, double alpha) {
    if (compared.trials() == 0 || reference.trials() == 0) {
      throw new IllegalArgumentException("a difference needs trials on both sides");
    }
    double b = compared.rate().orElseThrow();
    double a = reference.rate().orElseThrow();
    Interval ofB = FixedSampleIntervals.wilson(compared.hits(), compared.trials(), alpha);
    Interval ofA = FixedSampleIntervals.wilson(reference.hits(), reference.trials(), alpha);
    return new RateDifference(
        b - a,
        b - a - Math.hypot(b - ofB.low(), ofA.high() - a),
        b - a + Math.hypot(ofB.high() - b, a - ofA.low()));
  }
}
