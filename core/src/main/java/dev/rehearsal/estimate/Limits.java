package dev.rehearsal.estimate;

/**
 * Limits for a number that is no probability, such as a mean count or a rate per exposure.
 *
 * @param low 0 or more
 * @param high at least low
 */
public record Limits(double low, double high) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException unless 0 ≤ low ≤ high
   */
  public Limits {
    if (!(0 <= low && low <= high)) {
      throw new IllegalArgumentException(
          "limits need 0 <= low <= high, were [" + low + ", " + high + "]");
    }
  }

  /** The limits of the number divided by {@code divisor}, above 0. */
  public Limits over(double divisor) {
    return new Limits(low / divisor, high / divisor);
  }

  /** The same as an interval of rates that are known not to exceed 1. */
  public Interval asProbability() {
    return new Interval(Math.min(1, low), Math.min(1, high));
  }
}
