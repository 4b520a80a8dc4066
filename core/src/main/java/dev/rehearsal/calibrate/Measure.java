package dev.rehearsal.calibrate;

import java.util.OptionalDouble;

/**
 * A share or a coefficient of agreement, with its interval.
 *
 * @param value empty while no label tells
 * @param low the smallest value that is not excluded
 * @param high the largest value that is not excluded, at least low
 * @param labels how many labels it rests on
 */
public record Measure(OptionalDouble value, double low, double high, long labels) {
  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException unless low ≤ value ≤ high
   */
  public Measure {
    double inside = value.orElse(low);
    if (!(low <= inside && inside <= high)) {
      throw new IllegalArgumentException(
          "a measure needs low <= value <= high, was " + low + ", " + value + ", " + high);
    }
  }

  /** With limits that rounding put on the wrong side of the value stretched to hold it. */
  static Measure of(OptionalDouble value, double low, double high, long labels) {
    return new Measure(
        value, Math.min(low, value.orElse(low)), Math.max(high, value.orElse(high)), labels);
  }
}
