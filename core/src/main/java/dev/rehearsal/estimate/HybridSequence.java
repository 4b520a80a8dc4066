package dev.rehearsal.estimate;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Beta;

/**
 * Confidence sequence that bets half on LU7, half on a beta density centred on the very rate it
 * tests: narrower than LU7 where there are tens of hits, a little wider where there are few.
 *
 * <p>Sources: Robbins (1970); the centred half is the two-sided beta-binomial mixture of Howard,
 * Ramdas, McAuliffe and Sekhon (2021). Half of LU7's e-value is never more than this one, so the
 * interval lies within LU7's at half the error: the limits are sought between it and hits / trials.
 * Immutable and safe for any thread.
 */
public final class HybridSequence extends EvidenceSequence {
  private static final double LOG_HALF = Math.log(0.5);

  private final BetaMixture spread = BetaMixture.logUniform();
  private final ConfidenceSequence hull = ConfidenceSequence.of(spread);
  private final double shape;

  private HybridSequence(double shape) {
    super("hybrid");
    this.shape = shape;
  }

  /** The usual one, of shape 1. */
  public static HybridSequence create() {
    return of(1);
  }

  /**
   * @param shape the smaller shape of the centred density, above 0: a larger one is narrower later
   * @throws IllegalArgumentException unless it is positive and finite
   */
  public static HybridSequence of(double shape) {
    if (!(0 < shape && shape < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a shape must be positive, was " + shape);
    }
    return new HybridSequence(shape);
  }

  @Override
  double evidence(double hits, double trials, Point at) {
    return evidence(spread.logMarginal(hits, trials), hits, trials - hits, at);
  }

  private double evidence(double logSpread, double hits, double misses, Point at) {
    double logLikelihood = at.logLikelihood(hits, misses);
    if (logLikelihood == Double.NEGATIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    double centred = at.rate() == 0 || at.rest() == 0 ? 0 : centred(hits, misses, at);
    double larger = Math.max(logSpread, centred);
    double smaller = Math.min(logSpread, centred);
    return LOG_HALF + larger + Math.log1p(Math.exp(smaller - larger)) - logLikelihood;
  }

  private double centred(double hits, double misses, Point at) {
    double scale = shape * Math.max(at.rate(), at.rest());
    double hitShape = scale / at.rest();
    double missShape = scale / at.rate();
    return Beta.logBeta(hitShape + hits, missShape + misses) - Beta.logBeta(hitShape, missShape);
  }

  @Override
  Interval limits(double hits, double trials, double logThreshold) {
    double misses = trials - hits;
    double logSpread = spread.logMarginal(hits, trials);
    DoubleUnaryOperator excess =
        logOdds -> evidence(logSpread, hits, misses, Point.ofLogOdds(logOdds)) - logThreshold;
    double inside = undoubted(hits, misses, logThreshold);
    double beyond = logThreshold - LOG_HALF;
    double low = hull.lowLogOdds(hits, trials, beyond);
    double high = hull.highLogOdds(hits, trials, beyond);
    return new Interval(
        hits == 0 ? 0 : Point.ofLogOdds(Root.between(inside, low, excess)).rate(),
        misses == 0 ? 1 : Point.ofLogOdds(Root.between(inside, high, excess)).rate());
  }
}
