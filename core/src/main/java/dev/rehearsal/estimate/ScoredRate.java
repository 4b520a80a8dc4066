package dev.rehearsal.estimate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The mean of the rates of units, such as users, each of whom counts once however many prefixes it
 * has; or of prefixes, however many replies each has.
 *
 * @param graded rate among a unit's graded prefixes, for units that have one
 * @param clean the same rate among all its prefixes, were the ungraded clean
 * @param hits the same, were they hits
 * @param ungraded the part of its prefixes without a verdict
 * @param anyMissing whether any prefix has none
 * @param timesAsBad how many times as likely a hit an ungraded prefix may be, 1 or more
 */
public record ScoredRate(
    Scores graded,
    Scores clean,
    Scores hits,
    Scores ungraded,
    boolean anyMissing,
    double timesAsBad)
    implements RateEvidence {
  private static final LinearBet BET = new LinearBet();
  private static final double OF_RATE = 0.9;
  private static final double OF_SHARE = 0.1;

  /** The mean of units that have a verdict for each prefix. */
  public static ScoredRate complete(Scores scores) {
    return new ScoredRate(scores, scores, scores, Scores.NONE, false, 1);
  }

  @Override
  public String method() {
    return BET.method();
  }

  @Override
  public OptionalDouble rate() {
    return graded.mean();
  }

  @Override
  public Interval interval(double alpha) {
    return BET.interval(graded, alpha);
  }

  /** Each end has half of alpha, since the two rest on different scores. */
  @Override
  public Interval worstCase(double alpha) {
    if (!anyMissing) {
      return interval(alpha);
    }
    Interval inside = interval(alpha);
    double low = BET.interval(clean, alpha / 2).low();
    double high = BET.interval(hits, alpha / 2).high();
    return graded.units() == 0
        ? new Interval(low, high)
        : new Interval(Math.min(low, inside.low()), Math.max(high, inside.high()));
  }

  @Override
  public Optional<Missing> missing(double alpha, OptionalDouble threshold) {
    if (!anyMissing) {
      return Optional.empty();
    }
    double share = largestShare(alpha);
    Interval rate = BET.interval(clean, OF_RATE * alpha);
    double high = Math.min(1, rate.high() * growth(timesAsBad, share));
    return Optional.of(
        new Missing(
            timesAsBad,
            share,
            new Interval(rate.low(), high),
            threshold.stream()
                .map(limit -> (limit / rate.high() - 1) * (1 - share) / share)
                .filter(tipping -> tipping >= 1 && tipping < Double.POSITIVE_INFINITY)
                .findFirst()));
  }

  @Override
  public Decision against(double threshold, double alpha) {
    if (!anyMissing) {
      return BET.against(threshold, graded, alpha);
    }
    double reached = threshold / growth(timesAsBad, largestShare(alpha));
    if (BET.against(reached, clean, OF_RATE * alpha) == Decision.BELOW) {
      return Decision.BELOW;
    }
    return BET.against(threshold, clean, OF_RATE * alpha) == Decision.ABOVE
        ? Decision.ABOVE
        : Decision.UNDECIDED;
  }

  private double largestShare(double alpha) {
    return BET.interval(ungraded, OF_SHARE * alpha).high();
  }

  /** Infinite where everything may be missing. */
  private static double growth(double timesAsBad, double share) {
    return 1 + timesAsBad * share / (1 - share);
  }
}
