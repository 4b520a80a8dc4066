package dev.rehearsal.estimate;

import org.apache.commons.math3.special.Beta;

/**
 * Quantiles of the beta distribution that keep their digits however small they are. Commons Math's
 * own inverse is good to 1e-9 in absolute terms only, which is nothing at a rate of 1e-9.
 */
public final class BetaQuantile {
  private BetaQuantile() {}

  /** The point with probability {@code lower} below it. */
  public static double of(double lower, double first, double second) {
    return first <= second ? small(lower, first, second) : 1 - smallUpper(lower, second, first);
  }

  /** The point with probability {@code upper} above it. */
  public static double upper(double upper, double first, double second) {
    return first <= second ? smallUpper(upper, first, second) : 1 - small(upper, second, first);
  }

  private static double small(double lower, double first, double second) {
    return Math.exp(
        Quantile.solve(
            start(first, second),
            step(first),
            u -> logCumulative(u, first, second) - Math.log(lower)));
  }

  private static double smallUpper(double upper, double first, double second) {
    return Math.exp(
        Quantile.solve(
            start(first, second),
            step(first),
            u -> Math.exp(logCumulative(u, first, second)) - 1 + upper));
  }

  private static double start(double first, double second) {
    return Math.log(first / (first + second));
  }

  /** About three standard deviations of the logarithm: beyond them the series grows long. */
  private static double step(double first) {
    return Math.min(0.5, 3 / Math.sqrt(first));
  }

  /**
   * Log of the probability below eᵘ, by the series whose terms are all positive (DLMF 8.17.22 after
   * one reflection); for whole shapes it sums the binomial probabilities from {@code first} upward.
   */
  static double logCumulative(double u, double first, double second) {
    if (u >= 0) {
      return 0;
    }
    double x = Math.exp(u);
    double logFactor =
        first * u + second * Math.log1p(-x) - Math.log(first) - Beta.logBeta(first, second);
    double term = 1;
    double sum = 1;
    for (double index = 0; term > sum * 1e-17; index++) {
      double ratio = (first + second + index) * x / (first + 1 + index);
      term *= ratio;
      sum += term;
      if (term > 1e250) {
        logFactor += Math.log(term);
        sum /= term;
        term = 1;
      }
    }
    return Math.min(0, logFactor + Math.log(sum));
  }
}
