package dev.rehearsal.estimate;

import java.util.function.DoubleUnaryOperator;

/**
 * Confidence sequence that bounds the rate from one side alone, with the whole error on that side.
 * Against a rate p it bets only on the rates on the other side of p, so its e-value stands against
 * every rate from p on. Tighter there than {@link ConfidenceSequence} at the same alpha, and silent
 * on the other side.
 *
 * <p>Sources: Robbins (1970), the mixture truncated; docs/methods.md, "One side". Immutable and
 * safe for any thread.
 */
public final class OneSidedSequence extends EvidenceSequence {
  private final BetaMixture prior;
  private final ConfidenceSequence hull;
  private final boolean upper;

  private OneSidedSequence(String method, BetaMixture prior, boolean upper) {
    super(method);
    this.prior = prior;
    this.upper = upper;
    hull = ConfidenceSequence.of(prior);
  }

  /** Bounds the rate from above: for claims that it is below a tolerance. Its low limit is 0. */
  public static OneSidedSequence upper(BetaMixture prior) {
    return new OneSidedSequence("one-sided-upper", prior, true);
  }

  /** Bounds the rate from below: for claims that it is above something. Its high limit is 1. */
  public static OneSidedSequence lower(BetaMixture prior) {
    return new OneSidedSequence("one-sided-lower", prior, false);
  }

  @Override
  double evidence(double hits, double trials, Point at) {
    double logLikelihood = at.logLikelihood(hits, trials - hits);
    boolean nothingToBetOn = upper ? at.rate() == 0 : at.rest() == 0;
    return nothingToBetOn
        ? Double.NEGATIVE_INFINITY
        : prior.logMarginalOf(
                (hitShape, missShape) ->
                    upper
                        ? BetaTail.logBelow(at, hitShape, missShape)
                        : BetaTail.logAbove(at, hitShape, missShape),
                hits,
                trials)
            - logLikelihood;
  }

  @Override
  Interval limits(double hits, double trials, double logThreshold) {
    double misses = trials - hits;
    DoubleUnaryOperator excess =
        logOdds -> evidence(hits, trials, Point.ofLogOdds(logOdds)) - logThreshold;
    double inside = undoubted(hits, misses, logThreshold);
    // Beyond the two-sided limit the mixture holds less of what it held before the data, so the
    // evidence of the other side alone has reached the threshold there.
    return upper
        ? new Interval(
            0, misses == 0 ? 1 : rate(inside, hull.highLogOdds(hits, trials, logThreshold), excess))
        : new Interval(
            hits == 0 ? 0 : rate(inside, hull.lowLogOdds(hits, trials, logThreshold), excess), 1);
  }

  private static double rate(double inside, double outside, DoubleUnaryOperator excess) {
    return Point.ofLogOdds(Root.between(inside, outside, excess)).rate();
  }
}
