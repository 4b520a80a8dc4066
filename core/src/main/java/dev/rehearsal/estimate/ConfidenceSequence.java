package dev.rehearsal.estimate;

/**
 * Confidence sequence for the rate of the process that makes the data ({@code estimand = traffic}).
 *
 * <p>The e-value against a rate p is the mixture's probability of the data over that under p. If p
 * is true it is a martingale of mean 1. It is convex in p, so the rates that it has not excluded
 * are one interval.
 *
 * <p>Sources: Ville (1939); Robbins (1970); Howard, Ramdas, McAuliffe and Sekhon (2021);
 * docs/methods.md, "Confidence sequence". Limits have a relative accuracy of 1e-9 up to 1e9 trials.
 * Immutable and safe for any thread.
 */
public final class ConfidenceSequence extends EvidenceSequence {
  private static final int MOST_STEPS = 200;

  private final BetaMixture prior;

  private ConfidenceSequence(BetaMixture prior) {
    super(prior.name());
    this.prior = prior;
  }

  /** The sequence that bets by {@code prior}; its method is the prior's name. */
  public static ConfidenceSequence of(BetaMixture prior) {
    return new ConfidenceSequence(prior);
  }

  @Override
  double evidence(double hits, double trials, Point at) {
    return prior.logMarginal(hits, trials) - at.logLikelihood(hits, trials - hits);
  }

  @Override
  Interval limits(double hits, double trials, double logThreshold) {
    double excess = prior.logMarginal(hits, trials) - logThreshold;
    double misses = trials - hits;
    double low = hits == 0 ? 0 : Math.exp(outerRoot(excess, hits, misses));
    double high = misses == 0 ? 1 : -Math.expm1(outerRoot(excess, misses, hits));
    return new Interval(Math.min(low, high), high);
  }

  /** Log odds of the low limit; negative infinity without a hit. */
  double lowLogOdds(double hits, double trials, double logThreshold) {
    double excess = prior.logMarginal(hits, trials) - logThreshold;
    return hits == 0 ? Double.NEGATIVE_INFINITY : logOdds(outerRoot(excess, hits, trials - hits));
  }

  /** Log odds of the high limit; positive infinity without a miss. */
  double highLogOdds(double hits, double trials, double logThreshold) {
    double excess = prior.logMarginal(hits, trials) - logThreshold;
    double misses = trials - hits;
    return misses == 0 ? Double.POSITIVE_INFINITY : -logOdds(outerRoot(excess, misses, hits));
  }

  /**
   * The root u ≤ 0 of {@code excess − outer·u − inner·log(1 − eᵘ)} on the far side of its minimum:
   * with (hits, misses) the log of the low limit, with (misses, hits) the log of one less the high
   * limit. The function is convex and the start lies beyond the root, so Newton's steps approach it
   * from outside and never cross it.
   */
  static double outerRoot(double excess, double outer, double inner) {
    double u = start(excess, outer, inner);
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

  /**
   * A place beyond the root: where the inner term is left out, or the bound that {@code kl(r, p) ≥
   * (r − p)² / 2r} for p below r sets, whichever is nearer. The second is within a few widths of
   * the root for any number of trials; its slack covers the rounding of what cancels.
   */
  private static double start(double excess, double outer, double inner) {
    double far = excess / outer;
    double trials = outer + inner;
    double rate = outer / trials;
    if (inner == 0 || rate == 1) {
      return far;
    }
    double radius = outer * Math.log(rate) + inner * Math.log1p(-rate) - excess;
    double slack = 1e-6 + 1e-12 * trials;
    double near = 1 - Math.sqrt(2 * (radius + slack) / outer) * (1 + 1e-6);
    return near > 0 ? Math.max(far, Math.log(rate) + Math.log(near)) : far;
  }

  private static double logOdds(double logRate) {
    return logRate - logOneMinusExp(logRate);
  }

  private static double logOneMinusExp(double u) {
    return u > -0.6931471805599453 ? Math.log(-Math.expm1(u)) : Math.log1p(-Math.exp(u));
  }
}
