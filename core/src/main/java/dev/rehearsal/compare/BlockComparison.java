package dev.rehearsal.compare;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Decision;
import dev.rehearsal.estimate.Interval;

/**
 * The odds of a violation on the compared side over those on the reference side, from independent
 * trials, at every look at once.
 *
 * <p>The one hit of a block with c reference trials for each compared one falls to the compared
 * side with the chance OR / (OR + c), whatever the rates are: so the share of such blocks gives the
 * odds ratio OR. It stays valid when both rates move while their odds ratio does not.
 *
 * <p>Source: docs/methods.md, "Unpaired comparison". Immutable.
 *
 * @param hits the blocks so far
 * @param alpha chance of ever being wrong, within (0, 1)
 */
record BlockComparison(LoneHits hits, double alpha) {

  /** Interval for the share of lone hits that are the compared side's. */
  Interval share() {
    return sequence().interval(counts(), alpha);
  }

  /** Interval for the odds ratio; high is infinite while all lone hits are the compared side's. */
  RatioInterval oddsRatio() {
    Interval share = share();
    return new RatioInterval(odds(share.low()), odds(share.high()));
  }

  /** Log of the e-value against an odds ratio; 0 without a lone hit. */
  double logE(double ratio) {
    return sequence().logE((double) hits.compared(), (double) hits.total(), share(ratio));
  }

  /** On which side of {@code ratio}, above 0, the odds ratio lies. */
  Decision against(double ratio) {
    return sequence().against(share(ratio), counts(), alpha);
  }

  private double odds(double share) {
    return hits.missesPerHit() * share / (1 - share);
  }

  private double share(double ratio) {
    return ratio / (ratio + hits.missesPerHit());
  }

  private Counts counts() {
    return Counts.of(hits.compared(), hits.total());
  }

  private ConfidenceSequence sequence() {
    return ConfidenceSequence.of(BetaMixture.ratio(hits.missesPerHit()));
  }
}
