package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedComparison;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.dependence.Share;
import dev.rehearsal.dependence.Strata;
import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Two lanes of one category: on which prefixes either was hit, as a whole and in each stratum that
 * was drawn, and the comparison that follows.
 *
 * <p>Where strata were drawn, those that were drawn densely have more than their part of the
 * discordant pairs. The odds are then those of the mix: of each stratum its coin, by its share of
 * the discordant pairs of all. That share is bounded, as is each coin; docs/methods.md, "Strata".
 */
final class PairEstimates {
  private final CategoryQuestion question;
  private final LanePair pair;
  private final PairTally whole = new PairTally();
  private final Map<String, PairTally> strata = new LinkedHashMap<>();

  PairEstimates(CategoryQuestion question, LanePair pair) {
    this.question = question;
    this.pair = pair;
    question
        .strata()
        .ifPresent(s -> s.layers().forEach(layer -> strata.put(layer.name(), new PairTally())));
  }

  /** Counts a prefix on which both lanes have a verdict, by their first replies. */
  void count(Resolved prefix) {
    Optional<Verdict> a = prefix.first(pair.a(), question.id());
    Optional<Verdict> b = prefix.first(pair.b(), question.id());
    if (a.isPresent() && b.isPresent()) {
      whole.add(a.get(), b.get());
      question.strata().ifPresent(drawn -> tally(drawn.of(prefix)).add(a.get(), b.get()));
    }
  }

  /** Counts many pairs, of which nobody asks for strata. */
  void add(PairCounts pairs) {
    whole.add(pairs);
  }

  PairedCounts counts() {
    return whole.counts();
  }

  State state(StopRule.Baseline rule) {
    return question
        .strata()
        .map(drawn -> rule.evaluate(odds(drawn), question.alpha()).orElse(State.UNDECIDED))
        .orElseGet(() -> new PairedComparison(counts(), question.alpha()).state(rule));
  }

  /**
   * What is to be shown.
   *
   * @param a how the reference lane's rate is estimated where no strata were drawn
   * @param b likewise the compared lane's
   */
  Comparison compared(RateSequence a, RateSequence b, Latch latch) {
    PairedComparison pooled = new PairedComparison(counts(), question.alpha());
    Optional<Stratification> drawn = question.strata();
    return new Comparison(
        question.id(),
        pair,
        counts(),
        drawn.isPresent() ? ratio(drawn.get()) : pooled.ratio(),
        drawn.isPresent()
            ? ratioInterval(drawn.get())
            : pooled.ratioInterval(a, b, whole.incomplete()),
        drawn.isPresent()
            ? PairedComparison.odds(odds(drawn.get()).interval(question.alpha()))
            : pooled.discordantOdds(),
        1 - question.alpha(),
        latch.state(),
        latch.decidedAt());
  }

  /** The chance that a discordant prefix of the mix is one on which only b violates. */
  private Strata odds(Stratification drawn) {
    return new Strata(
        drawn.layers().stream()
            .map(
                layer -> {
                  PairedCounts counts = tally(layer.name()).counts();
                  return new Strata.Stratum(
                      new Share.Part(
                          layer.share(),
                          layer.sequence().uninformed(),
                          among(layer, Counts.of(counts.discordant(), counts.pairs()))),
                      CountedRate.amongGraded(
                          PairedComparison.COIN, Counts.of(counts.onlyB(), counts.discordant())),
                      counts.discordant());
                })
            .toList());
  }

  private Strata rate(Stratification drawn, Function<PairedCounts, Counts> lane) {
    return new Strata(
        drawn.layers().stream()
            .map(
                layer -> {
                  Counts counts = among(layer, lane.apply(tally(layer.name()).counts()));
                  return new Strata.Stratum(
                      layer.share(),
                      CountedRate.amongGraded(layer.sequence(), counts),
                      counts.trials());
                })
            .toList());
  }

  private OptionalDouble ratio(Stratification drawn) {
    OptionalDouble reference = rate(drawn, PairedCounts::reference).rate();
    OptionalDouble compared = rate(drawn, PairedCounts::compared).rate();
    return reference.isEmpty() || compared.isEmpty()
        ? OptionalDouble.empty()
        : PairedComparison.ratio(reference.getAsDouble(), compared.getAsDouble());
  }

  private RatioInterval ratioInterval(Stratification drawn) {
    Interval reference = rate(drawn, PairedCounts::reference).interval(question.alpha() / 2);
    Interval compared = rate(drawn, PairedCounts::compared).interval(question.alpha() / 2);
    return PairedComparison.ratio(reference, compared);
  }

  /**
   * So many pairs among all that may be of the population. Where only grading tells which are, it
   * is all: a stratum's part of the population then cancels, for it is in both lanes.
   */
  private Counts among(Stratification.Layer layer, Counts pairs) {
    PairTally tally = tally(layer.name());
    return new Counts(
        pairs.hits(),
        pairs.trials() + (layer.membership() ? tally.outside() : 0),
        tally.incomplete(),
        0);
  }

  private PairTally tally(String stratum) {
    return Objects.requireNonNull(strata.get(stratum), () -> "no stratum " + stratum);
  }
}
