package dev.rehearsal.outlook;

import org.apache.commons.math3.special.Beta;

/**
 * How many of the next {@code draws} are hits, when the rate is only known as a beta density.
 *
 * @param draws how many, 0 or more
 * @param hitShape of the density, above 0: hits so far + ½ for the posterior of Jeffreys' prior
 * @param missShape of the density, above 0
 */
record BetaBinomial(long draws, double hitShape, double missShape) {
  private static final double NEGLIGIBLE = 1e-17;

  BetaBinomial {
    if (draws < 0 || !(hitShape > 0) || !(missShape > 0)) {
      throw new IllegalArgumentException(
          "a beta-binomial needs draws >= 0 and shapes > 0, were %d, %s and %s"
              .formatted(draws, hitShape, missShape));
    }
  }

  /** After {@code hits} in {@code trials}, with Jeffreys' prior. */
  static BetaBinomial after(long hits, long trials, long draws) {
    return new BetaBinomial(draws, hits + 0.5, trials - hits + 0.5);
  }

  double mean() {
    return draws * hitShape / (hitShape + missShape);
  }

  double deviation() {
    double shapes = hitShape + missShape;
    double share = hitShape / shapes;
    return Math.sqrt(draws * share * (1 - share) * (shapes + draws) / (shapes + 1));
  }

  /** Probability of at most so many hits; relative accuracy 1e-9. */
  double atMost(long hits) {
    return hits < 0 ? 0 : hits >= draws ? 1 : hits <= mean() ? down(hits) : 1 - up(hits + 1);
  }

  /** Probability of at least so many hits; relative accuracy 1e-9. */
  double atLeast(long hits) {
    return hits <= 0 ? 1 : hits > draws ? 0 : hits > mean() ? up(hits) : 1 - down(hits - 1);
  }

  /** Natural logarithm of the probability of exactly so many hits. */
  double logOf(long hits) {
    return Beta.logBeta(hits + hitShape, draws - hits + missShape)
        - Beta.logBeta(hitShape, missShape)
        - Beta.logBeta(hits + 1.0, draws - hits + 1.0)
        - Math.log(draws + 1.0);
  }

  /** Sums from {@code hits} up, each term by its ratio to the one before. */
  private double up(long hits) {
    double term = 1;
    double sum = 1;
    for (long k = hits; k < draws && term * (draws - k) > NEGLIGIBLE * sum; k++) {
      term *= (draws - k) / (k + 1.0) * ((k + hitShape) / (draws - k - 1 + missShape));
      sum += term;
    }
    return Math.min(1, Math.exp(logOf(hits) + Math.log(sum)));
  }

  private double down(long hits) {
    return new BetaBinomial(draws, missShape, hitShape).up(draws - hits);
  }
}
