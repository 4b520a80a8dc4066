package dev.rehearsal.estimate;

/**
 * A way to an interval for a rate from counts. How often one may look depends on the kind: a {@link
 * RateSequence} holds at every look, {@link PlannedLooks} at the looks it was made for, a {@link
 * FixedSampleMethod} at one look, and {@link AsymptoticSequence} about, once there is enough data.
 * Implementations are immutable and safe for any thread. Which to use when: docs/methods.md.
 */
public interface RateMethod {
  /** The name shown to people and written to results, such as {@code lu7}. */
  String method();

  /**
   * Interval for the rate among the prefixes that get a verdict.
   *
   * @param alpha chance of missing the rate that is allowed, within (0, 1)
   * @return {@link Interval#UNKNOWN} before the first trial; it holds hits / trials for any alpha
   *     up to ½
   * @throws IllegalArgumentException if alpha is out of range, or the counts do not fit the method
   */
  Interval interval(Counts counts, double alpha);
}
