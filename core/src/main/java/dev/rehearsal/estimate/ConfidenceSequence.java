package dev.rehearsal.estimate;

/**
 * Confidence sequence for the rate of the process that makes the data ({@code estimand = traffic}).
 *
 * <p>The e-value against a rate p is the mixture's probability of the data over that under p. If p
 * is true it is a martingale of mean 1, so by Ville's inequality it ever reaches 1/alpha with
 * probability at most alpha; the rates that it has not excluded are the interval. It holds at any
 * random time, even one that depends on the future. Scores within [0, 1] may take the place of
 * hits.
 *
 * <p>Sources: Ville (1939); Robbins (1970); Howard, Ramdas, McAuliffe and Sekhon (2021);
 * docs/methods.md, "Confidence sequence". Limits have a relative accuracy of 1e-9 up to 1e9 trials.
 * Immutable and safe for any thread.
 */
public final class ConfidenceSequence implements RateSequence {
  private static final int MOST_STEPS = 200;

  private final BetaMixture prior;

  private ConfidenceSequence(BetaMixture prior) {
    this.prior = prior;
  }

  /** The sequence that bets by {@code prior}; its method is the prior's name. */
  public static ConfidenceSequence of(BetaMixture prior) {
    return new ConfidenceSequence(prior);
  }

  @Override
  public String method() {
    return prior.name();
  }

  /**
   * Log of the e-value against {@code rate}: how much better the mixture explains the data.
   *
   * @return natural logarithm; 0 without data, positive infinity if the rate is impossible
   */
  public double logE(double hits, double trials, double rate) {
    requireCounts(hits, trials);
    return prior.logMarginal(hits, trials) - logLikelihood(hits, trials - hits, rate);
  }

  /** Whether {@code rate} lies outside the interval, settled without computing the interval. */
  public boolean excludes(double rate, double hits, double trials, double alpha) {
    return logE(hits, trials, rate) >= Alpha.logThreshold(alpha);
  }

  /**
   * The interval for a number of hits that may be fractional.
   *
   * @param hits within [0, trials]
   */
  public Interval interval(double hits, double trials, double alpha) {
    requireCounts(hits, trials);
    double logThreshold = Alpha.logThreshold(alpha);
    if (trials == 0) {
      return Interval.UNKNOWN;
    }
    double excess = prior.logMarginal(hits, trials) - logThreshold;
    double misses = trials - hits;
    double rate = hits / trials;
    double low = hits == 0 ? 0 : Math.exp(outerRoot(excess, hits, misses));
    double high = misses == 0 ? 1 : -Math.expm1(outerRoot(excess, misses, hits));
    return new Interval(Math.min(low, rate), Math.max(high, rate));
  }

  @Override
  public Interval interval(Counts counts, double alpha) {
    return interval(counts.hits(), counts.trials(), alpha);
  }

  @Override
  public Interval worstCase(Counts counts, double alpha) {
    return new Interval(
        interval(counts.ungradedAsClean(), alpha).low(),
        interval(counts.ungradedAsHits(), alpha).high());
  }

  @Override
  public Decision against(double threshold, Counts counts, double alpha) {
    if (counts.trials() == 0 || !excludes(threshold, counts.hits(), counts.trials(), alpha)) {
      return Decision.UNDECIDED;
    }
    return counts.rate().orElseThrow() < threshold ? Decision.BELOW : Decision.ABOVE;
  }

  /**
   * The root u ≤ 0 of {@code excess − outer·u − inner·log(1 − eᵘ)} on the far side of its minimum:
   * with (hits, misses) the log of the low limit, with (misses, hits) the log of one less the high
   * limit. The function is convex and the start lies beyond the root, so Newton's steps approach it
   * from outside and never cross it.
   */
  static double outerRoot(double excess, double outer, double inner) {
    double u = excess / outer;
    for (int step = 0; step < MOST_STEPS && inner > 0; step++) {
      double value = excess - outer * u - inner * logOneMinusExp(u);
      double slope = inner / Math.expm1(-u) - outer;
      double next = u - value / slope;
      if (!(next - u > 1e-15 * Math.abs(u))) {
        break;
      }
      u = next;
    }
    return u;
  }

  private static double logOneMinusExp(double u) {
    return u > -0.6931471805599453 ? Math.log(-Math.expm1(u)) : Math.log1p(-Math.exp(u));
  }

  private static double logLikelihood(double hits, double misses, double rate) {
    if (!(0 <= rate && rate <= 1)) {
      throw new IllegalArgumentException("a rate must be in [0, 1], was " + rate);
    }
    double ofHits = hits == 0 ? 0 : hits * Math.log(rate);
    double ofMisses = misses == 0 ? 0 : misses * Math.log1p(-rate);
    return ofHits + ofMisses;
  }

  private static void requireCounts(double hits, double trials) {
    if (!(0 <= hits && hits <= trials && trials < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "hits must be in [0, trials], were " + hits + " of " + trials);
    }
  }
}
