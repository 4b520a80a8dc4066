package dev.rehearsal.outlook;

import dev.rehearsal.compare.PairedComparison;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;

/**
 * The chance that a rule will be met at the end of what can still be read, by what was seen so far:
 * hits to come are beta-binomial after Jeffreys' prior. It is for giving up early; no interval
 * depends on it.
 *
 * <p>Source: stochastic curtailment (Lan, Simon and Halperin 1982) by the predictive distribution
 * (Spiegelhalter, Freedman and Blackburn 1986); docs/methods.md, "Futility".
 */
public final class Futility {
  /** So many deviations to either side hold all but 1e-9 of a distribution. */
  private static final double DEVIATIONS = 7;

  /** Into so many values the number of discordant pairs to come is divided at most. */
  private static final int MOST_VALUES = 200;

  private Futility() {}

  /**
   * Chance that a rule about a rate is met after {@code further} more trials.
   *
   * @param further trials to come, 0 or more; a finite population has no more than are left of it
   * @return within [0, 1]
   */
  public static double chance(
      StopRule rule, RateSequence sequence, Counts counts, long further, double alpha) {
    long toCome =
        sequence instanceof WithoutReplacement log
            ? Math.min(further, log.population() - counts.trials() - counts.ungraded())
            : further;
    long trials = counts.trials() + toCome;
    if (trials == 0) {
      return 0;
    }
    CriticalCounts critical = CriticalCounts.of(rule, sequence, trials, counts.ungraded(), alpha);
    if (critical.atMost() >= critical.atLeast()) {
      return 1;
    }
    BetaBinomial hits = BetaBinomial.after(counts.hits(), counts.trials(), toCome);
    return Math.min(
        1,
        hits.atMost(critical.atMost() - counts.hits())
            + hits.atLeast(critical.atLeast() - counts.hits()));
  }

  /**
   * Chance that two lanes are known to differ, or to be equivalent, after {@code further} more
   * pairs: over the number of discordant ones among them, and the sides that these fall to.
   */
  public static double chance(
      StopRule.Baseline rule, PairedCounts counts, long further, double alpha) {
    BetaBinomial discordant = BetaBinomial.after(counts.discordant(), counts.pairs(), further);
    double spread = DEVIATIONS * discordant.deviation() + 1;
    long low = (long) Math.max(0, Math.floor(discordant.mean() - spread));
    long high = (long) Math.min(further, Math.ceil(discordant.mean() + spread));
    long step = 1 + (high - low) / MOST_VALUES;
    double chance = 0;
    double weights = 0;
    for (long more = low; more <= high; more += step) {
      double weight = Math.exp(discordant.logOf(more));
      weights += weight;
      chance += weight * decides(rule, counts, more, alpha);
    }
    return weights == 0 ? 0 : Math.min(1, chance / weights);
  }

  /** Chance of a decision if exactly {@code more} discordant pairs come. */
  private static double decides(
      StopRule.Baseline rule, PairedCounts counts, long more, double alpha) {
    long coins = counts.discordant() + more;
    // Even odds are never called a difference, and are where equivalence begins.
    long middle = coins / 2;
    long decreased =
        CriticalCounts.last(-1, middle, b -> state(rule, b, coins, alpha) == State.DECREASED);
    long increased = coins - decreased;
    BetaBinomial toCome = BetaBinomial.after(counts.onlyB(), counts.discordant(), more);
    double differ =
        toCome.atMost(decreased - counts.onlyB()) + toCome.atLeast(increased - counts.onlyB());
    if (state(rule, middle, coins, alpha) != State.EQUIVALENT) {
      return differ;
    }
    long lowest =
        CriticalCounts.first(
            decreased + 1, middle, b -> state(rule, b, coins, alpha) == State.EQUIVALENT);
    long highest = coins - lowest;
    return differ
        + toCome.atMost(highest - counts.onlyB())
        - toCome.atMost(lowest - 1 - counts.onlyB());
  }

  static State state(StopRule.Baseline rule, long onlyB, long discordant, double alpha) {
    return new PairedComparison(new PairedCounts(0, discordant - onlyB, onlyB, 0), alpha)
        .state(rule);
  }
}
