package dev.rehearsal.app.compare;

import dev.rehearsal.compare.PairedComparison;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import java.util.OptionalDouble;

/**
 * What the pairs of one category say.
 *
 * @param comparison b against a
 * @param a rate of the first side among the pairs
 * @param b rate of the second side among the pairs
 * @param ratio b's rate over a's
 * @param state whether b violates more or less often
 */
record Result(
    String category,
    PairedComparison comparison,
    Interval a,
    Interval b,
    RatioInterval ratio,
    State state) {
  private static final ConfidenceSequence RATE = ConfidenceSequence.of(BetaMixture.logUniform());

  /**
   * @param alpha the share of the error that each rate and the comparison get
   * @param equivalence ratio over 1: odds wholly within it count as no difference
   */
  static Result of(String category, PairedCounts counts, double alpha, double equivalence) {
    PairedComparison comparison = new PairedComparison(counts, alpha);
    return new Result(
        category,
        comparison,
        RATE.interval(counts.reference(), alpha),
        RATE.interval(counts.compared(), alpha),
        comparison.ratioInterval(RATE, RATE),
        comparison.state(new StopRule.Baseline(OptionalDouble.of(equivalence))));
  }
}
