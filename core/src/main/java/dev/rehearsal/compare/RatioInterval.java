package dev.rehearsal.compare;

/**
 * A range of ratios.
 *
 * @param low 0 or more
 * @param high at least low; positive infinity where the denominator may be 0
 */
public record RatioInterval(double low, double high) {
  /** What is known before the first pair: nothing. */
  public static final RatioInterval UNKNOWN = new RatioInterval(0, Double.POSITIVE_INFINITY);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException unless 0 ≤ low ≤ high
   */
  public RatioInterval {
    if (!(0 <= low && low <= high)) {
      throw new IllegalArgumentException(
          "a ratio interval needs 0 <= low <= high, was [" + low + ", " + high + "]");
    }
  }

  /** Whether {@code ratio} lies within, ends included. */
  public boolean contains(double ratio) {
    return low <= ratio && ratio <= high;
  }
}
