package dev.rehearsal.forecast;

import dev.rehearsal.estimate.Counts;

/**
 * A rate that is never 0 or 1, so that its logarithm exists: J = (k + ½) / (n + 1), the mean of the
 * rate under Jeffreys' prior. Source: Jeffreys (1946); docs/methods.md, "Forecasts".
 */
public final class Smoothed {
  private Smoothed() {}

  /** The smoothed rate, within (0, 1); ½ before the first trial. */
  public static double rate(Counts counts) {
    return (counts.hits() + 0.5) / (counts.trials() + 1.0);
  }

  /** Variance of the logarithm of the smoothed rate, by the delta method; above 0, at most 2. */
  public static double logVariance(Counts counts) {
    double trials = counts.trials();
    // 1/(k+½) − 1/(n+1) over one denominator: no digits are lost where nearly every trial is a hit.
    return (trials - counts.hits() + 0.5) / ((counts.hits() + 0.5) * (trials + 1));
  }
}
