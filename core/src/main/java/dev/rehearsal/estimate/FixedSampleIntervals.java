package dev.rehearsal.estimate;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Intervals that hold at one sample size, chosen before the run. They are for describing finished
 * data: a run that is watched, or stopped on what it shows, needs a {@link RateSequence}, because
 * repeated looks at any of these miss the truth far more often than alpha.
 *
 * <p>All give {@link Interval#UNKNOWN} before the first trial, have a relative accuracy of 1e-9,
 * and throw {@link IllegalArgumentException} for an alpha outside (0, 1) or hits outside [0,
 * trials]. Formulas and sources: docs/methods.md, "Fixed-sample intervals".
 */
public final class FixedSampleIntervals {
  /** So many trials that hits over trials is nothing beside rounding. */
  private static final double ENDLESS = 1e40;

  /** Without a random source, which would take longer to make than any interval. */
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private FixedSampleIntervals() {}

  /** Exact: never misses with a chance above alpha. Source: Clopper and Pearson (1934). */
  public static Interval clopperPearson(long hits, long trials, double alpha) {
    requireCounts(hits, trials, alpha);
    if (trials == 0) {
      return Interval.UNKNOWN;
    }
    long misses = trials - hits;
    return new Interval(
        hits == 0 ? 0 : BetaQuantile.of(alpha / 2, hits, misses + 1.0),
        misses == 0 ? 1 : clopperPearsonUpperOneSided(hits, trials, alpha / 2));
  }

  /**
   * The rate that the truth exceeds with a chance of at most alpha; about 3 / trials without a hit
   * at 95 %. Source: Clopper and Pearson (1934); Hanley and Lippman-Hand (1983).
   *
   * @return probability, within (0, 1]; 1 before the first trial
   */
  public static double clopperPearsonUpperOneSided(long hits, long trials, double alpha) {
    requireCounts(hits, trials, alpha);
    if (hits == trials) {
      return 1;
    }
    return hits == 0
        ? -Math.expm1(Math.log(alpha) / trials)
        : BetaQuantile.upper(alpha, hits + 1.0, (double) trials - hits);
  }

  /** Inverts the normal score test; its low end is 0 without a hit. Source: Wilson (1927). */
  public static Interval wilson(long hits, long trials, double alpha) {
    requireCounts(hits, trials, alpha);
    if (trials == 0) {
      return Interval.UNKNOWN;
    }
    double z = -NORMAL.inverseCumulativeProbability(alpha / 2);
    double shrink = 1 + z * z / trials;
    double rate = (double) hits / trials;
    double centre = (rate + z * z / (2 * trials)) / shrink;
    double half =
        z / shrink * Math.sqrt(rate * (1 - rate) / trials + z * z / (4.0 * trials * trials));
    double high = hits == trials ? 1 : centre + half;
    // The product of the ends is rate² / shrink: no digits are lost as in centre − half.
    double low = hits == 0 ? 0 : rate * rate / (shrink * (centre + half));
    return new Interval(low, high);
  }

  /**
   * Equal-tailed credible interval under the prior Beta(½, ½), with the ends set to 0 without a hit
   * and 1 without a miss. Source: Brown, Cai and DasGupta (2001).
   */
  public static Interval jeffreys(long hits, long trials, double alpha) {
    requireCounts(hits, trials, alpha);
    if (trials == 0) {
      return Interval.UNKNOWN;
    }
    double misses = (double) trials - hits;
    return new Interval(
        hits == 0 ? 0 : BetaQuantile.of(alpha / 2, hits + 0.5, misses + 0.5),
        misses == 0 ? 1 : BetaQuantile.upper(alpha / 2, hits + 0.5, misses + 0.5));
  }

  /**
   * Exact limits for the mean of a Poisson count: divide by the exposure for a rate. A Poisson
   * count is one among endless trials, so these are beta quantiles in that limit. Source: Garwood
   * (1936).
   *
   * @param hits the count seen, 0 or more
   */
  public static Limits garwood(long hits, double alpha) {
    requireCounts(hits, hits, alpha);
    return new Limits(
        hits == 0 ? 0 : ENDLESS * BetaQuantile.of(alpha / 2, hits, ENDLESS),
        hits == 0
            ? -Math.log(alpha / 2)
            : ENDLESS * BetaQuantile.upper(alpha / 2, hits + 1.0, ENDLESS));
  }

  private static void requireCounts(long hits, long trials, double alpha) {
    Alpha.logThreshold(alpha);
    if (!(0 <= hits && hits <= trials)) {
      throw new IllegalArgumentException(
          "hits must be in [0, trials], were " + hits + " of " + trials);
    }
  }
}
