package dev.rehearsal.estimate;

/**
 * A confidence sequence that comes from evidence: for each rate an e-value, a process that starts
 * at 1 and, if that rate is the truth, is never expected to grow. By Ville's inequality (1939) it
 * then ever reaches 1/alpha with a chance of at most alpha, so the rates that it has not excluded
 * hold the truth at every look. Scores within [0, 1] may take the place of hits.
 */
public abstract sealed class EvidenceSequence implements RateSequence
    permits ConfidenceSequence, HybridSequence, OneSidedSequence, GammaPoissonSequence {
  private final String method;

  EvidenceSequence(String method) {
    this.method = method;
  }

  /** Log of the e-value against {@code at}, for counts that were checked. */
  abstract double evidence(double hits, double trials, Point at);

  /** The rates whose log e-value is below {@code logThreshold}; trials are above 0. */
  abstract Interval limits(double hits, double trials, double logThreshold);

  @Override
  public final String method() {
    return method;
  }

  /**
   * Log of the e-value against {@code rate}: how much better the bet explains the data.
   *
   * @return natural logarithm; 0 without data, positive infinity if the rate is impossible
   */
  public final double logE(double hits, double trials, double rate) {
    requireCounts(hits, trials);
    return trials == 0 ? 0 : evidence(hits, trials, Point.of(rate));
  }

  /** Whether {@code rate} lies outside the interval, settled without computing the interval. */
  public final boolean excludes(double rate, double hits, double trials, double alpha) {
    return logE(hits, trials, rate) >= Alpha.logThreshold(alpha);
  }

  /**
   * The interval for a number of hits that may be fractional.
   *
   * @param hits within [0, trials]
   */
  public final Interval interval(double hits, double trials, double alpha) {
    requireCounts(hits, trials);
    double logThreshold = Alpha.logThreshold(alpha);
    if (trials == 0) {
      return Interval.UNKNOWN;
    }
    Interval limits = limits(hits, trials, logThreshold);
    double rate = hits / trials;
    return new Interval(Math.min(limits.low(), rate), Math.max(limits.high(), rate));
  }

  @Override
  public final Interval interval(Counts counts, double alpha) {
    return interval((double) counts.hits(), (double) counts.trials(), alpha);
  }

  @Override
  public final Interval worstCase(Counts counts, double alpha) {
    if (counts.ungraded() == 0) {
      return interval(counts, alpha);
    }
    return new Interval(
        interval(counts.ungradedAsClean(), alpha).low(),
        interval(counts.ungradedAsHits(), alpha).high());
  }

  @Override
  public final Decision against(double threshold, Counts counts, double alpha) {
    double hits = (double) counts.hits();
    double trials = (double) counts.trials();
    if (counts.trials() == 0 || !excludes(threshold, hits, trials, alpha)) {
      return Decision.UNDECIDED;
    }
    return counts.rate().orElseThrow() < threshold ? Decision.BELOW : Decision.ABOVE;
  }

  /**
   * Log odds of a rate that no bet can exclude: the observed one, or without a hit (a miss) the
   * rate under which the data have the chance alpha.
   */
  static double undoubted(double hits, double misses, double logThreshold) {
    return hits == 0
        ? Math.log(Math.expm1(logThreshold / misses))
        : misses == 0 ? -Math.log(Math.expm1(logThreshold / hits)) : Math.log(hits / misses);
  }

  private static void requireCounts(double hits, double trials) {
    if (!(0 <= hits && hits <= trials && trials < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "hits must be in [0, trials], were " + hits + " of " + trials);
    }
  }
}
