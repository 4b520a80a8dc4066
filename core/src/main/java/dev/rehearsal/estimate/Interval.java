package dev.rehearsal.estimate;

/**
 * A closed range of rates. Unit: probability.
 *
 * @param low the smallest rate that is not excluded, within [0, 1]
 * @param high the largest rate that is not excluded, within [low, 1]
 */
public record Interval(double low, double high) {
  /** What is known before the first trial: nothing. */
  public static final Interval UNKNOWN = new Interval(0, 1);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException unless 0 ≤ low ≤ high ≤ 1
   */
  public Interval {
    if (!(0 <= low && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "an interval needs 0 <= low <= high <= 1, was [" + low + ", " + high + "]");
    }
  }

  /** High less low, within [0, 1]. */
  public double width() {
    return high - low;
  }

  /** Whether {@code rate} lies within the interval, its ends included. */
  public boolean contains(double rate) {
    return low <= rate && rate <= high;
  }

  /** Whether every rate of {@code other} lies within this interval. */
  public boolean contains(Interval other) {
    return low <= other.low && other.high <= high;
  }
}
