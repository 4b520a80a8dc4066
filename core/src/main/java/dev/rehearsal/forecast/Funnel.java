package dev.rehearsal.forecast;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Which error a perfect forecast would still show, because hits are few: a factor of exp(z·√v) for
 * a log-variance v. Source: the noise funnel of the GPT-5.6 system card (2026).
 */
public final class Funnel {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  private Funnel() {}

  /**
   * Hits that count for the noise of a ratio of two counts; 0 if either has none.
   *
   * @param hits of one side, 0 or more
   * @param others of the other side, 0 or more
   */
  public static double effectiveHits(long hits, long others) {
    return hits == 0 || others == 0 ? 0 : 1 / (1.0 / hits + 1.0 / others);
  }

  /**
   * The factor that chance alone exceeds with probability 1 − {@code level}.
   *
   * @param level within (0, 1): 0.9 for the funnel, 0.5 for the error to expect
   * @param logVariance 0 or more; 1 over the effective hits when both rates are rare
   * @return 1 or more
   */
  public static double factor(double level, double logVariance) {
    return Math.exp(NORMAL.inverseCumulativeProbability((1 + level) / 2) * Math.sqrt(logVariance));
  }
}
