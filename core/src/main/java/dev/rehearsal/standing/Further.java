package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.outlook.PairBoundary;
import dev.rehearsal.outlook.RateBoundary;
import dev.rehearsal.outlook.StopTime;
import dev.rehearsal.outlook.StopTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When a category that is still counting can be expected to be decided, if its rates are what its
 * counts say so far: (hits + ½) / (trials + 1). Simulated from the present counts on; a guess for a
 * person who waits, on which nothing depends.
 *
 * @param at watermark at which its slowest rule is met on average; empty when no end is in sight
 * @param chance that its least likely rule is met within the run, within [0, 1]
 */
public record Further(OptionalDouble at, double chance) {
  private static final int RUNS = 100;

  /** So many more hits are followed: who needs more waits for no guess. */
  private static final int MOST_HITS = 300;

  /**
   * Empty for a category that is decided, has no rule or no trial yet, or is a mean of means or
   * strata.
   */
  public static Optional<Further> of(
      CategoryQuestion question, CategoryStanding standing, long watermark) {
    if (standing.decided()
        || !question.stops()
        || question.observed().means()
        || question.strata().isPresent()
        || watermark == 0) {
      return Optional.empty();
    }
    List<Further> each = new ArrayList<>();
    for (Estimate estimate : standing.estimates()) {
      RateSequence sequence = question.sequences().get(estimate.lane());
      if (estimate.slice().equals(Estimate.ALL) && sequence != null) {
        question
            .rules()
            .forEach(
                rule -> of(question, estimate, sequence, rule, watermark).ifPresent(each::add));
      }
    }
    if (question.baseline().isPresent()) {
      for (Comparison comparison : standing.comparisons()) {
        if (comparison.lanes().decides() && comparison.decidedAt().isEmpty()) {
          of(question, comparison.counts(), question.baseline().get(), watermark)
              .ifPresent(each::add);
        }
      }
    }
    return each.stream().reduce(Further::later);
  }

  private static Optional<Further> of(
      CategoryQuestion question,
      Estimate estimate,
      RateSequence sequence,
      StopRule rule,
      long watermark) {
    Counts counts = estimate.counts();
    long trials = counts.trials();
    if (trials == 0 || rule.evaluate(sequence, counts, question.alpha()).isPresent()) {
      return Optional.empty();
    }
    double rate = (counts.hits() + 0.5) / (trials + 1.0);
    RateBoundary boundary =
        sequence instanceof WithoutReplacement log
            ? RateBoundary.within(
                rule, sequence, log.population(), counts.ungraded(), question.alpha())
            : RateBoundary.endless(rule, sequence, question.alpha());
    OptionalLong further =
        question.reach().further(estimate.lane(), watermark, trials, counts.ungraded());
    StopTime time =
        simulation(question, trials, further, watermark)
            .rate(boundary, rate, counts.hits(), trials, sequence instanceof WithoutReplacement);
    return Optional.of(of(time, trials, watermark));
  }

  private static Optional<Further> of(
      CategoryQuestion question, PairedCounts counts, StopRule.Baseline rule, long watermark) {
    long pairs = counts.pairs();
    if (pairs == 0) {
      return Optional.empty();
    }
    StopTime time =
        simulation(question, pairs, question.reach().further(watermark, pairs), watermark)
            .pairs(
                new PairBoundary(rule, question.alpha()),
                (counts.onlyB() + 0.5) / (counts.discordant() + 1.0),
                (counts.discordant() + 0.5) / (pairs + 1.0),
                counts.onlyB(),
                counts.discordant(),
                pairs);
    return Optional.of(of(time, pairs, watermark));
  }

  private static StopTimes simulation(
      CategoryQuestion question, long trials, OptionalLong further, long watermark) {
    long lookEvery = Math.round((double) question.lookEvery() * trials / watermark);
    return new StopTimes(
        RUNS,
        (int) Math.max(1, lookEvery),
        further.isPresent() ? trials + further.getAsLong() : Long.MAX_VALUE,
        MOST_HITS);
  }

  private static Further of(StopTime time, long trials, long watermark) {
    return new Further(
        time.mean().isPresent()
            ? OptionalDouble.of(time.mean().getAsDouble() * watermark / trials)
            : OptionalDouble.empty(),
        time.within());
  }

  private Further later(Further other) {
    return new Further(
        at.isPresent() && other.at.isPresent()
            ? OptionalDouble.of(Math.max(at.getAsDouble(), other.at.getAsDouble()))
            : OptionalDouble.empty(),
        Math.min(chance, other.chance));
  }
}
