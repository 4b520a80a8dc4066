package dev.rehearsal.estimate;

import java.util.function.LongToDoubleFunction;

/** Finds the last whole number before a function reaches zero. */
final class WholeEdge {
  private WholeEdge() {}

  /**
   * Strides out from {@code inside}, twice as far each time, then narrows by the rule of the false
   * position with halving (Dowell and Jarratt 1971): the number of steps hardly grows with the size
   * of the numbers.
   *
   * @param inside where the function is negative
   * @param bound how far to look, in either direction
   * @param stride how far to look at first, such as a standard deviation
   * @param function never falling from {@code inside} to {@code bound}
   * @return the number furthest towards {@code bound} at which it is negative
   */
  static long from(long inside, long bound, double stride, LongToDoubleFunction function) {
    long good = inside;
    double goodValue = function.applyAsDouble(good);
    long bad = bound;
    double badValue = 0;
    for (double reach = Math.max(1, stride); good != bound; reach *= 2) {
      long left = Math.abs(bound - good);
      long next = reach >= left ? bound : good + Long.signum(bound - good) * (long) reach;
      double value = function.applyAsDouble(next);
      if (value >= 0) {
        bad = next;
        badValue = value;
        break;
      }
      good = next;
      goodValue = value;
    }
    boolean movedGood = false;
    boolean movedBad = false;
    while (Math.abs(bad - good) > 1) {
      double part = goodValue / (goodValue - badValue);
      long guess = good + Math.round((bad - good) * part);
      long next = clamp(guess, Math.min(good, bad) + 1, Math.max(good, bad) - 1);
      double value = function.applyAsDouble(next);
      if (value < 0) {
        good = next;
        goodValue = value;
        badValue = movedGood ? badValue / 2 : badValue;
      } else {
        bad = next;
        badValue = value;
        goodValue = movedBad ? goodValue / 2 : goodValue;
      }
      movedGood = value < 0;
      movedBad = !movedGood;
    }
    return good;
  }

  private static long clamp(long value, long least, long most) {
    return Math.max(least, Math.min(most, value));
  }
}
