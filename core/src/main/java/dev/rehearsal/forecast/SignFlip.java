package dev.rehearsal.forecast;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Whether differences lean to one side: if each were as likely with the other sign, how often would
 * random signs give a sum as large as the one seen? Exact: every way to set the signs is counted.
 * Source: Fisher (1935), the randomisation test for pairs.
 */
public final class SignFlip {
  /** 2^20 sums on each side of the middle. */
  public static final int MOST = 40;

  private static final double ROUNDING = 1e-12;

  private SignFlip() {}

  /**
   * The exact one-sided p-value for "larger than 0".
   *
   * @param differences one for each category
   * @return within (0, 1]; empty without a difference, and for more than {@link #MOST}
   */
  public static OptionalDouble pValue(double[] differences) {
    int size = differences.length;
    if (size == 0 || size > MOST) {
      return OptionalDouble.empty();
    }
    double seen = Arrays.stream(differences).sum() - ROUNDING * size;
    double[] left = sums(differences, 0, size / 2);
    double[] right = sums(differences, size / 2, size);
    Arrays.sort(left);
    Arrays.sort(right);
    long asLarge = 0;
    int from = right.length;
    // As the left sum grows, ever smaller right sums are enough.
    for (double sum : left) {
      while (from > 0 && sum + right[from - 1] >= seen) {
        from--;
      }
      asLarge += right.length - from;
    }
    return OptionalDouble.of(asLarge / Math.scalb(1.0, size));
  }

  private static double[] sums(double[] differences, int from, int to) {
    double[] sums = new double[1 << (to - from)];
    int filled = 1;
    for (int i = from; i < to; i++) {
      for (int j = 0; j < filled; j++) {
        sums[filled + j] = sums[j] - differences[i];
        sums[j] += differences[i];
      }
      filled *= 2;
    }
    return sums;
  }
}
