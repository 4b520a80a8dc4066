package dev.rehearsal.compare;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Decision;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether the compared side violates more or less often than the reference side, on prefixes that
 * have nothing to do with each other: two runs over different logs, or live traffic against a
 * forecast's simulation.
 *
 * <p>Where the order of the hits is known, blocks decide; they hold at every look. Where only the
 * counts are known, universal inference decides. Fisher's test, the conditional ratio and the
 * difference are for one look at finished runs.
 *
 * <p>Source: docs/methods.md, "Unpaired comparison". Immutable.
 *
 * @param reference hits and trials of the reference side
 * @param compared hits and trials of the compared side
 * @param blocks the lone hits, where the order is known
 * @param alpha chance of the state, or of an interval, ever being wrong; within (0, 1)
 */
public record UnpairedComparison(
    Counts reference, Counts compared, Optional<LoneHits> blocks, double alpha) {

  /**
   * Checks the error level.
   *
   * @throws IllegalArgumentException if it is outside (0, 1)
   */
  public UnpairedComparison {
    if (!(0 < alpha && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
    }
  }

  /** Two sides whose trials came in a known order. */
  public static UnpairedComparison inOrder(
      HitOrder reference, HitOrder compared, BlockShape shape, double alpha) {
    return new UnpairedComparison(
        reference.counts(),
        compared.counts(),
        Optional.of(LoneHits.of(reference, compared, shape)),
        alpha);
  }

  /** Two sides of which nothing but the counts is known. */
  public static UnpairedComparison ofCounts(Counts reference, Counts compared, double alpha) {
    return new UnpairedComparison(reference, compared, Optional.empty(), alpha);
  }

  /** What decides the state: {@code blocks} or {@code universal-inference}. */
  public String method() {
    return blocks.isPresent() ? "blocks" : "universal-inference";
  }

  /** Increased, decreased or equivalent (compared against reference), or undecided. */
  public State state(StopRule.Baseline rule) {
    return rule.decide(this::against).orElse(State.UNDECIDED);
  }

  /**
   * Interval of what decides the state: of the odds ratio by blocks, else of the ratio of rates. An
   * odds ratio lies further from 1 than the ratio of rates, by a hundredth of it at rates of 1 %.
   */
  public RatioInterval deciding() {
    return blocks
        .map(hits -> new BlockComparison(hits, alpha).oddsRatio())
        .orElseGet(this::ratioInterval);
  }

  /** Interval for the compared rate over the reference rate, from the counts alone. */
  public RatioInterval ratioInterval() {
    return universal().interval(alpha);
  }

  /** Compared rate over reference rate: infinite if only the reference side has no hit. */
  public OptionalDouble ratio() {
    return reference.rate().isEmpty()
            || compared.rate().isEmpty()
            || (reference.hits() == 0 && compared.hits() == 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(compared.rate().getAsDouble() / reference.rate().getAsDouble());
  }

  /** Log of the e-value against equal rates, by what decides the state. */
  public double logE() {
    return blocks
        .map(hits -> new BlockComparison(hits, alpha).logE(1))
        .orElseGet(() -> universal().logE(1));
  }

  /** Fisher's exact two-sided p-value, for one look at finished runs. */
  public double fisher() {
    return FisherExact.twoSided(reference, compared);
  }

  /**
   * Exact interval for the ratio of the rates given the number of hits, for one look at finished
   * runs with small rates.
   */
  public RatioInterval conditionalRatio() {
    long hits = reference.hits() + compared.hits();
    if (hits == 0 || reference.trials() == 0 || compared.trials() == 0) {
      return RatioInterval.UNKNOWN;
    }
    Interval share = FixedSampleIntervals.clopperPearson(compared.hits(), hits, alpha);
    double trials = (double) reference.trials() / compared.trials();
    return new RatioInterval(odds(share.low()) * trials, odds(share.high()) * trials);
  }

  /** Newcombe's interval for the difference, for one look; empty while a side has no trial. */
  public Optional<RateDifference> difference() {
    return reference.trials() == 0 || compared.trials() == 0
        ? Optional.empty()
        : Optional.of(RateDifference.newcombe(compared, reference, alpha));
  }

  private Decision against(double ratio) {
    return blocks
        .map(hits -> new BlockComparison(hits, alpha).against(ratio))
        .orElseGet(() -> universal().against(ratio, alpha));
  }

  private UniversalInference universal() {
    return new UniversalInference(reference, compared);
  }

  private static double odds(double share) {
    return share / (1 - share);
  }
}
