package dev.rehearsal.estimate;

import org.apache.commons.math3.special.Gamma;

/**
 * Confidence sequence for a rate per exposure: hits that fall into a stretch of something that need
 * not be a number of trials, such as tokens, hours or users weighted by use. It also holds for hits
 * among trials and for scores within [0, 1], with the number of trials as the exposure.
 *
 * <p>The bet is GP7: seven equal gamma densities of shape ½ whose means are LU7's. Sources: Robbins
 * (1970) for the mixture; docs/methods.md, "Rates per exposure". Limits have a relative accuracy of
 * 1e-9 up to an exposure of 1e12. Immutable and safe for any thread.
 */
public final class GammaPoissonSequence extends EvidenceSequence {
  private static final double SHAPE = 0.5;
  private static final double[] MEANS = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 0.5};
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final int MOST_STEPS = 100;

  private GammaPoissonSequence() {
    super("gamma-poisson");
  }

  /** The one sequence of this kind. */
  public static GammaPoissonSequence create() {
    return new GammaPoissonSequence();
  }

  /**
   * Limits for the rate per unit of exposure at every look.
   *
   * @param hits a count, or a sum of scores within [0, 1]; 0 or more
   * @param exposure how much was watched, in the unit of the rate, above 0
   * @param alpha chance of ever missing, within (0, 1)
   * @throws IllegalArgumentException if one of them is out of range
   */
  public Limits limitsPerExposure(double hits, double exposure, double alpha) {
    double logThreshold = Alpha.logThreshold(alpha);
    if (!(0 <= hits && hits < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("hits must be 0 or more, were " + hits);
    }
    if (!(0 < exposure && exposure < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("an exposure must be above 0, was " + exposure);
    }
    double radius = logThreshold - logBest(hits, exposure);
    if (hits == 0) {
      return new Limits(0, radius / exposure);
    }
    double rate = hits / exposure;
    return new Limits(
        rate * Math.exp(lowRoot(radius / hits)), rate * Math.exp(highRoot(radius / hits)));
  }

  @Override
  double evidence(double hits, double trials, Point at) {
    if (hits == 0) {
      return logBest(hits, trials) + at.rate() * trials;
    }
    double u = Math.log(at.rate() * trials / hits);
    return logBest(hits, trials) + hits * (Math.expm1(u) - u);
  }

  @Override
  Interval limits(double hits, double trials, double logThreshold) {
    return limitsPerExposure(hits, trials, Math.exp(-logThreshold)).asProbability();
  }

  /** Log of the e-value against the observed rate, the least of all. */
  private static double logBest(double hits, double exposure) {
    double[] terms = new double[MEANS.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int component = 0; component < terms.length; component++) {
      double scale = SHAPE / MEANS[component];
      terms[component] =
          0.5 * Math.log(scale / (scale + exposure)) - hits * Math.log1p(scale / exposure);
      largest = Math.max(largest, terms[component]);
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - largest);
    }
    return largest + Math.log(sum / terms.length) + logPeak(hits) - 0.5 * Math.log(Math.PI);
  }

  /** {@code log Γ(hits + ½) − hits·log(hits) + hits}, whose large parts cancel. */
  private static double logPeak(double hits) {
    double z = hits + SHAPE;
    return hits == 0
        ? Gamma.logGamma(z)
        : z < Stirling.LEAST
            ? Gamma.logGamma(z) - hits * Math.log(hits) + hits
            : hits * Math.log1p(SHAPE / hits) - SHAPE + HALF_LOG_TWO_PI + Stirling.remainder(z);
  }

  /** The root below 0 of {@code eᵘ − 1 − u = height}, by Newton's steps from beyond it. */
  private static double lowRoot(double height) {
    return root(-1 - height, height);
  }

  /** The root above 0; the start is the bound of Laurent and Massart (2000). */
  private static double highRoot(double height) {
    return root(Math.log1p(height + Math.sqrt(2 * height)), height);
  }

  private static double root(double start, double height) {
    double u = start;
    for (int step = 0; step < MOST_STEPS; step++) {
      // Towards 0 as long as it approaches the root; what turns it around is rounding.
      double change = (Math.expm1(u) - u - height) / Math.expm1(u);
      if (!(Math.copySign(1, start) * change > 1e-15 * Math.abs(u))) {
        break;
      }
      u -= change;
    }
    return u;
  }
}
