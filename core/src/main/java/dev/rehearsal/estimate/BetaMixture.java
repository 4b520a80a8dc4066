package dev.rehearsal.estimate;

import java.util.function.DoubleBinaryOperator;
import org.apache.commons.math3.special.Beta;

/**
 * A weighted sum of beta densities over the rate: the bet that a confidence sequence places before
 * it has seen data. Whatever the bet, the sequence is valid; a good bet makes it narrow.
 *
 * <p>Immutable and safe for any thread.
 */
public final class BetaMixture {
  private static final double[] DECADES = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 0.5};

  private final String name;
  private final double[] logWeights;
  private final double[] hitShapes;
  private final double[] missShapes;
  private final double[] logNormalisers;

  private BetaMixture(String name, double[] weights, double[] hitShapes, double[] missShapes) {
    this.name = name;
    this.hitShapes = hitShapes;
    this.missShapes = missShapes;
    logWeights = new double[weights.length];
    logNormalisers = new double[weights.length];
    for (int component = 0; component < weights.length; component++) {
      logWeights[component] = Math.log(weights[component]);
      logNormalisers[component] = Beta.logBeta(hitShapes[component], missShapes[component]);
    }
  }

  /**
   * LU7: seven equal components of shape ½ whose means are the decades from 1e-6 to 0.1, and ½.
   * Close to uniform in the logarithm of the rate, so that no rate costs much.
   */
  public static BetaMixture logUniform() {
    double[] weights = new double[DECADES.length];
    double[] hitShapes = new double[DECADES.length];
    double[] missShapes = new double[DECADES.length];
    fillLogUniform(weights, hitShapes, missShapes, 1.0);
    return new BetaMixture("lu7", weights, hitShapes, missShapes);
  }

  /**
   * Half LU7, half a beta density of shape 1 whose mean is the rate expected before the run. A
   * wrong expectation widens the interval a little; it never makes it invalid.
   *
   * @param expectedRate probability, within (0, 1), fixed before any reply of this run is seen
   * @throws IllegalArgumentException if it is outside (0, 1)
   */
  public static BetaMixture informed(double expectedRate) {
    if (!(0 < expectedRate && expectedRate < 1)) {
      throw new IllegalArgumentException(
          "an expected rate must be in (0, 1), was " + expectedRate + "; leave it out if unknown");
    }
    int components = DECADES.length + 1;
    double[] weights = new double[components];
    double[] hitShapes = new double[components];
    double[] missShapes = new double[components];
    fillLogUniform(weights, hitShapes, missShapes, 0.5);
    weights[components - 1] = 0.5;
    hitShapes[components - 1] = 1;
    missShapes[components - 1] = (1 - expectedRate) / expectedRate;
    return new BetaMixture("informed", weights, hitShapes, missShapes);
  }

  /**
   * A single beta density.
   *
   * @throws IllegalArgumentException unless both shapes are positive and finite
   */
  public static BetaMixture beta(double hitShape, double missShape) {
    if (!(0 < hitShape && hitShape < Double.POSITIVE_INFINITY)
        || !(0 < missShape && missShape < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "beta shapes must be positive and finite, were " + hitShape + " and " + missShape);
    }
    return new BetaMixture(
        "beta", new double[] {1}, new double[] {hitShape}, new double[] {missShape});
  }

  /**
   * RATIO3: for the question which of two sides a lone hit came from. Three equal components, wide
   * to narrow, all centred on a chance of one in {@code 1 + missesPerHit}.
   *
   * @param missesPerHit how many trials the other side has for each trial of this side, above 0
   * @throws IllegalArgumentException unless it is positive and finite
   */
  public static BetaMixture ratio(double missesPerHit) {
    if (!(0 < missesPerHit && missesPerHit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a ratio must be positive, was " + missesPerHit);
    }
    return new BetaMixture(
        "ratio3",
        new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3},
        new double[] {0.5, 2, 8},
        new double[] {0.5 * missesPerHit, 2 * missesPerHit, 8 * missesPerHit});
  }

  private static void fillLogUniform(
      double[] weights, double[] hitShapes, double[] missShapes, double total) {
    for (int decade = 0; decade < DECADES.length; decade++) {
      weights[decade] = total / DECADES.length;
      hitShapes[decade] = 0.5;
      missShapes[decade] = 0.5 * (1 - DECADES[decade]) / DECADES[decade];
    }
  }

  /** The name shown to people: {@code lu7}, {@code informed}, {@code beta} or {@code ratio3}. */
  public String name() {
    return name;
  }

  /**
   * Log of the probability that this mixture gives to one particular order of the data.
   *
   * @param hits number of hits, or a sum of scores within [0, 1], at most {@code trials}
   * @param trials number of trials, 0 or more
   * @return natural logarithm, at most 0; 0 for no trials
   */
  public double logMarginal(double hits, double trials) {
    return trials == 0 ? 0 : logMarginal(hits, trials, (hitShape, missShape) -> 0);
  }

  /**
   * The same for the part of this mixture on one side of a rate, scaled up to a whole.
   *
   * @param logSide log of the chance that a beta variable of two shapes lies on that side
   */
  double logMarginalOf(DoubleBinaryOperator logSide, double hits, double trials) {
    return logMarginal(hits, trials, logSide) - logMarginal(0, 0, logSide);
  }

  private double logMarginal(double hits, double trials, DoubleBinaryOperator logSide) {
    double misses = trials - hits;
    double[] terms = new double[logWeights.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int component = 0; component < terms.length; component++) {
      double hitShape = hitShapes[component] + hits;
      double missShape = missShapes[component] + misses;
      // Commons Math adds the small terms of two near-equal log gammas first; subtracting its
      // logGamma values here instead would lose half the digits.
      terms[component] =
          logWeights[component]
              + Beta.logBeta(hitShape, missShape)
              - logNormalisers[component]
              + logSide.applyAsDouble(hitShape, missShape);
      largest = Math.max(largest, terms[component]);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - largest);
    }
    return largest + Math.log(sum);
  }
}
