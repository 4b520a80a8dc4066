package dev.rehearsal.forecast;

import dev.rehearsal.estimate.Counts;

/**
 * The logarithm of a ratio of two smoothed rates of independent samples.
 *
 * @param value natural logarithm; 0 when the rates are equal
 * @param variance of it, by the delta method; above 0. Too large where both were counted on the
 *     same prefixes, which is the safe side
 */
public record LogRatio(double value, double variance) {

  /** How the first rate stands to the second. */
  public static LogRatio of(Counts numerator, Counts denominator) {
    return new LogRatio(
        Math.log(Smoothed.rate(numerator) / Smoothed.rate(denominator)),
        Smoothed.logVariance(numerator) + Smoothed.logVariance(denominator));
  }

  /** The standard error of the logarithm. */
  public double standardError() {
    return Math.sqrt(variance);
  }

  /** The ratio itself, above 0. */
  public double factor() {
    return Math.exp(value);
  }
}
