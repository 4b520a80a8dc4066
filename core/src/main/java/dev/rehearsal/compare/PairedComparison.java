package dev.rehearsal.compare;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import java.util.OptionalDouble;

/**
 * Whether the compared lane (b) violates more or less often than the reference lane (a) on the same
 * prefixes, at every look at once.
 *
 * <p>If the lanes' rates are equal, a prefix on which they disagree is a fair coin: b alone or a
 * alone. A confidence sequence on that coin (RATIO3 with one miss per hit) gives the state. It also
 * holds over a finite log, where it is wider than it need be. The coin's odds are not the ratio of
 * the rates, which has an interval of its own.
 *
 * <p>Source: docs/methods.md, "Paired comparison". Immutable.
 *
 * @param counts the pairs so far
 * @param alpha chance of the state, or of an interval, ever being wrong; within (0, 1)
 */
public record PairedComparison(PairedCounts counts, double alpha) {
  /** How the chance is estimated that a discordant pair is b's. */
  public static final ConfidenceSequence COIN = ConfidenceSequence.of(BetaMixture.ratio(1));

  /**
   * Checks the error level.
   *
   * @throws IllegalArgumentException if it is outside (0, 1)
   */
  public PairedComparison {
    if (!(0 < alpha && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
    }
  }

  /** Increased, decreased or equivalent (b against a), or undecided. */
  public State state(StopRule.Baseline rule) {
    return rule.evaluate(COIN, coin(), alpha).orElse(State.UNDECIDED);
  }

  /** Interval for the chance that a discordant prefix is one on which only b violates. */
  public Interval discordantShare() {
    return COIN.interval(coin(), alpha);
  }

  /** Interval for the odds of b alone against a alone; high is infinite if b has all of them. */
  public RatioInterval discordantOdds() {
    return odds(discordantShare());
  }

  /** The odds of a chance. */
  public static RatioInterval odds(Interval chance) {
    return new RatioInterval(
        chance.low() / (1 - chance.low()), chance.high() / (1 - chance.high()));
  }

  /** Only b over only a: infinite without any only a, empty without a discordant pair. */
  public OptionalDouble observedOdds() {
    return counts.discordant() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) counts.onlyB() / counts.onlyA());
  }

  /** Rate of b over rate of a: infinite if only a has none, empty if neither lane has a hit. */
  public OptionalDouble ratio() {
    return ratio((double) counts.both() + counts.onlyA(), (double) counts.both() + counts.onlyB());
  }

  /** b over a: infinite if only a is 0, empty if both are. */
  public static OptionalDouble ratio(double a, double b) {
    return a == 0 && b == 0 ? OptionalDouble.empty() : OptionalDouble.of(b / a);
  }

  /** {@link #ratioInterval(RateSequence, RateSequence, long)} when every pair is complete. */
  public RatioInterval ratioInterval(RateSequence a, RateSequence b) {
    return ratioInterval(a, b, 0);
  }

  /**
   * Interval for the ratio of the rates among the pairs that have a verdict in both lanes, each
   * rate at half of alpha: wide, but right.
   *
   * @param a method for the reference lane's rate
   * @param b method for the compared lane's rate
   * @param incomplete pairs of the population in which a lane has no verdict: over a finite log
   *     they are not among those that the rates are over
   * @return high is infinite while a's rate may be 0, and so is low once that is all it may be
   */
  public RatioInterval ratioInterval(RateSequence a, RateSequence b, long incomplete) {
    if (counts.pairs() == 0) {
      return RatioInterval.UNKNOWN;
    }
    Interval reference = a.interval(complete(counts.reference(), incomplete), alpha / 2);
    Interval compared = b.interval(complete(counts.compared(), incomplete), alpha / 2);
    return ratio(reference, compared);
  }

  /** The least and the greatest ratio of two rates that lie within these intervals. */
  public static RatioInterval ratio(Interval reference, Interval compared) {
    return new RatioInterval(
        compared.low() == 0 ? 0 : compared.low() / reference.high(),
        reference.low() == 0 ? Double.POSITIVE_INFINITY : compared.high() / reference.low());
  }

  private static Counts complete(Counts pairs, long incomplete) {
    return new Counts(pairs.hits(), pairs.trials(), incomplete, 0);
  }

  /** Log of the e-value against equal rates; 0 without a discordant pair. */
  public double logE() {
    return COIN.logE(counts.onlyB(), counts.discordant(), 0.5);
  }

  /**
   * McNemar's exact two-sided p-value, for one look at a finished run; 1 without a discordant pair.
   */
  public double mcNemar() {
    return McNemar.exact(counts.onlyA(), counts.onlyB());
  }

  /** Rate of b less rate of a, within [-1, 1]; empty without a pair. */
  public OptionalDouble difference() {
    return counts.pairs() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(((double) counts.onlyB() - counts.onlyA()) / counts.pairs());
  }

  /** Standard error of {@link #difference}; empty without a pair. */
  public OptionalDouble differenceStandardError() {
    if (counts.pairs() == 0) {
      return OptionalDouble.empty();
    }
    double net = (double) counts.onlyB() - counts.onlyA();
    double pairs = counts.pairs();
    return OptionalDouble.of(Math.sqrt(counts.discordant() - net * net / pairs) / pairs);
  }

  private Counts coin() {
    return Counts.of(counts.onlyB(), counts.discordant());
  }
}
