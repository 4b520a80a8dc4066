package dev.rehearsal.multiplicity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of several null hypotheses may be rejected, given an e-value against each: a number whose
 * mean is at most 1 if its null is true, at whatever moment the run was stopped. The e-values may
 * depend on each other in any way, as verdicts on one reply do.
 *
 * <p>Sources: Wang and Ramdas (2022) for the false discovery rate, Vovk and Wang (2021) for the
 * closed test, Xu, Wang and Ramdas (2024) for intervals of what was singled out; docs/methods.md,
 * "Many categories". Immutable.
 */
public final class Discoveries {
  /** As given; natural logarithms, because an e-value may be too large for a number. */
  private final double[] logE;

  /** The same, smallest first. */
  private final double[] ascending;

  /** Log of the sum of the first so many of {@link #ascending}. */
  private final double[] logSums;

  private Discoveries(double[] logE) {
    this.logE = logE;
    ascending = logE.clone();
    Arrays.sort(ascending);
    logSums = new double[logE.length + 1];
    logSums[0] = Double.NEGATIVE_INFINITY;
    for (int count = 0; count < ascending.length; count++) {
      logSums[count + 1] = logAdd(logSums[count], ascending[count]);
    }
  }

  /**
   * @param logE natural logarithm of each e-value; negative infinity for an e-value of 0
   * @throws IllegalArgumentException if one is not a number
   */
  public static Discoveries among(List<Double> logE) {
    double[] copy = logE.stream().mapToDouble(Double::doubleValue).toArray();
    for (double each : copy) {
      if (Double.isNaN(each)) {
        throw new IllegalArgumentException("an e-value is not a number");
      }
    }
    return new Discoveries(copy);
  }

  /**
   * The nulls to reject so that, of all rejected, a share of at most alpha is true on average
   * (e-BH): the k largest, for the largest k whose smallest is at least K / (alpha k).
   *
   * @return their positions, ascending; empty if there are none
   */
  public List<Integer> atFalseDiscoveryRate(double alpha) {
    ErrorShares.requireAlpha(alpha);
    int total = logE.length;
    for (int rejected = total; rejected >= 1; rejected--) {
      double smallest = ascending[total - rejected];
      if (smallest >= Math.log(total / (alpha * rejected))) {
        return positions(smallest);
      }
    }
    return List.of();
  }

  /**
   * The nulls to reject so that the chance of rejecting any true one is at most alpha (the closed
   * test by arithmetic means). It rejects all that Holm's procedure on 1/e does.
   *
   * @return their positions, ascending
   */
  public List<Integer> atFamilywiseError(double alpha) {
    ErrorShares.requireAlpha(alpha);
    return IntStream.range(0, logE.length)
        .filter(position -> closedLogE(position) >= -Math.log(alpha))
        .boxed()
        .toList();
  }

  /**
   * Log of the e-value against one null that may be used however many others are tested: the
   * smallest mean of its own with any number of the smallest others. Each further one lowers the
   * mean as long as it is below it, and they ascend: so the turning point is found by bisection.
   *
   * @param position in the list given
   */
  public double closedLogE(int position) {
    double own = logE[position];
    int lowering = 0;
    // No other at or above the own e-value lowers a mean that holds it: the own is never counted
    // twice.
    int most = firstAtLeast(own);
    while (lowering < most) {
      int middle = (lowering + most) >>> 1;
      if (ascending[middle] < mean(own, middle)) {
        lowering = middle + 1;
      } else {
        most = middle;
      }
    }
    return mean(own, lowering);
  }

  /**
   * The error at which to give an interval for each of {@code selected} quantities that were
   * singled out of {@code total} by whatever rule (e-BY): of those given, a share of at most alpha
   * misses on average.
   *
   * @throws IllegalArgumentException unless 1 ≤ selected ≤ total
   */
  public static double alphaOfSelected(double alpha, int selected, int total) {
    ErrorShares.requireAlpha(alpha);
    if (!(1 <= selected && selected <= total)) {
      throw new IllegalArgumentException(
          "of %d quantities, between 1 and all are selected, were %d".formatted(total, selected));
    }
    return alpha * selected / total;
  }

  private List<Integer> positions(double smallest) {
    return IntStream.range(0, logE.length).filter(i -> logE[i] >= smallest).boxed().toList();
  }

  /** Log of the mean of {@code own} and the {@code others} smallest. */
  private double mean(double own, int others) {
    return logAdd(own, logSums[others]) - Math.log(others + 1.0);
  }

  private int firstAtLeast(double value) {
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static double logAdd(double a, double b) {
    double larger = Math.max(a, b);
    return Double.isInfinite(larger) ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
  }
}
