package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedComparison;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.dependence.Strata;
import dev.rehearsal.drift.RunningIntersection;
import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.outlook.Futility;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts one category in admission order and decides, at each look, whether it is settled. Once it
 * is, it counts no more: its estimates are those of the look that decided it. What it says depends
 * on the prefixes alone, never on when they came. Memory is constant but for the slices, of which
 * it keeps {@value #MOST_SLICES} and counts the rest as one. Not thread-safe: owned by one actor.
 */
public final class CategoryEstimator {
  /** How many slices are told apart. */
  static final int MOST_SLICES = 500;

  static final String OTHER_SLICES = "(other)";

  private final CategoryQuestion question;
  private final Map<String, LaneTally> lanes = new LinkedHashMap<>();
  private final Map<String, Map<StopRule, Latch>> laneRules = new LinkedHashMap<>();
  private final Map<String, Map<String, LaneTally>> slices = new TreeMap<>();
  private final Map<String, UnitTally> units = new LinkedHashMap<>();
  private final Map<String, Map<String, LaneTally>> strata = new TreeMap<>();
  private final Map<LanePair, PairTally> pairs = new LinkedHashMap<>();
  private final Map<LanePair, Latch> pairRules = new LinkedHashMap<>();
  private @Nullable String unit;
  private final Map<String, RunningIntersection> intersections = new LinkedHashMap<>();
  private long watermark;
  private OptionalLong decidedAt = OptionalLong.empty();

  public CategoryEstimator(CategoryQuestion question) {
    this.question = question;
    for (String lane : question.lanes()) {
      lanes.put(lane, new LaneTally());
      if (question.byUnit()) {
        units.put(lane, new UnitTally());
      }
      Map<StopRule, Latch> latches = new LinkedHashMap<>();
      question.rules().forEach(rule -> latches.put(rule, new Latch()));
      laneRules.put(lane, latches);
    }
    for (LanePair pair : question.pairs()) {
      pairs.put(pair, new PairTally());
      pairRules.put(pair, new Latch());
    }
  }

  /**
   * Counts the next prefix, and looks when its number is a multiple of {@code look-every}. Does
   * nothing once the category is decided.
   *
   * @throws IllegalArgumentException if it is not the next in admission order
   */
  public void observe(Resolved prefix) {
    if (decidedAt.isPresent()) {
      return;
    }
    if (prefix.number() != watermark + 1) {
      throw new IllegalArgumentException(
          "expected admission number " + (watermark + 1) + ", was " + prefix.number());
    }
    watermark = prefix.number();
    count(prefix);
    if (watermark % question.lookEvery() == 0) {
      look();
    }
  }

  /** Evaluates the stop rules on what was counted so far. */
  public void look() {
    if (decidedAt.isPresent()) {
      return;
    }
    question
        .lanes()
        .forEach(
            lane ->
                intersections
                    .computeIfAbsent(lane, l -> new RunningIntersection())
                    .add(evidence(lane).interval(question.alpha()), watermark));
    laneRules.forEach(
        (lane, latches) ->
            latches.forEach(
                (rule, latch) ->
                    latch.settle(rule.evaluate(evidence(lane), question.alpha()), watermark)));
    question
        .baseline()
        .ifPresent(
            rule ->
                pairRules.forEach(
                    (pair, latch) ->
                        latch.settle(settled(comparison(pair).state(rule)), watermark)));
    if (question.stops() && (allSettled() || givesUp())) {
      decidedAt = OptionalLong.of(watermark);
    }
  }

  /** Every estimate and comparison of the category, as of the watermark. */
  public CategoryStanding standing() {
    List<Estimate> estimates = new ArrayList<>();
    for (String lane : question.lanes()) {
      estimates.add(headline(lane));
      if (!question.mix().isEmpty()) {
        estimates.add(mixed(lane));
      }
      slices.getOrDefault(lane, Map.of()).forEach((s, t) -> estimates.add(slice(lane, s, t)));
    }
    return new CategoryStanding(
        question.id(),
        estimates,
        question.pairs().stream().map(this::compared).toList(),
        decidedAt,
        alarms());
  }

  private List<Alarm> alarms() {
    List<Alarm> alarms = new ArrayList<>();
    intersections.forEach(
        (lane, intersection) ->
            intersection.emptyAt().ifPresent(at -> alarms.add(new Alarm(question.id(), lane, at))));
    return alarms;
  }

  /**
   * A unit is complete when the next one begins. The last one of a run never counts: nobody can
   * tell whether there would have been more of it.
   */
  private void countUnit(Resolved prefix) {
    if (!prefix.unit().equals(unit)) {
      units.values().forEach(UnitTally::close);
      unit = prefix.unit();
    }
    units.forEach(
        (lane, tally) -> {
          Verdict verdict = verdict(prefix, lane);
          if (verdict != null) {
            tally.add(verdict);
          }
        });
  }

  private void count(Resolved prefix) {
    if (question.byUnit()) {
      countUnit(prefix);
    }
    for (String lane : question.lanes()) {
      Verdict verdict = verdict(prefix, lane);
      if (verdict != null) {
        tally(lane).add(verdict);
        prefix.slices().forEach(slice -> sliceTally(lane, slice).add(verdict));
        prefix.slices().stream()
            .filter(question.mix()::containsKey)
            .forEach(stratum -> stratumTally(lane, stratum).add(verdict));
      }
    }
    pairs.forEach(
        (pair, tally) -> {
          Verdict a = verdict(prefix, pair.a());
          Verdict b = verdict(prefix, pair.b());
          if (a != null && b != null) {
            tally.add(a, b);
          }
        });
  }

  private @Nullable Verdict verdict(Resolved prefix, String lane) {
    return prefix.verdicts().getOrDefault(lane, Map.of()).get(question.id());
  }

  private boolean hasRules() {
    return !question.rules().isEmpty()
        || (question.baseline().isPresent() && pairs.keySet().stream().anyMatch(LanePair::decides));
  }

  private boolean allSettled() {
    return hasRules()
        && laneRules.values().stream().allMatch(l -> l.values().stream().allMatch(Latch::settled))
        && (question.baseline().isEmpty()
            || pairRules.entrySet().stream()
                .allMatch(rule -> !rule.getKey().decides() || rule.getValue().settled()));
  }

  /**
   * Whether every rule that is not met has too small a chance to be met by the end of the run; if
   * so, marks them. It depends on nothing but the counts and what was known before the run. How
   * many units will come is never known, so means of units are never given up.
   */
  private boolean givesUp() {
    if (question.reach().leastChance() == 0
        || question.byUnit()
        || !question.reach().goesOn(watermark)
        || !hasRules()
        || !hopeless()) {
      return false;
    }
    laneRules.values().forEach(rules -> rules.values().forEach(l -> l.giveUp(watermark)));
    if (question.baseline().isPresent()) {
      pairRules.forEach(
          (pair, latch) -> {
            if (pair.decides()) {
              latch.giveUp(watermark);
            }
          });
    }
    return true;
  }

  private boolean hopeless() {
    for (String lane : question.lanes()) {
      for (Map.Entry<StopRule, Latch> rule : laneRules.getOrDefault(lane, Map.of()).entrySet()) {
        if (!rule.getValue().settled() && hope(rule.getKey(), lane)) {
          return false;
        }
      }
    }
    return question.baseline().isEmpty()
        || pairRules.entrySet().stream()
            .filter(rule -> rule.getKey().decides() && !rule.getValue().settled())
            .noneMatch(rule -> hope(question.baseline().get(), rule.getKey()));
  }

  private boolean hope(StopRule rule, String lane) {
    Counts counts = counts(lane);
    OptionalLong further =
        question.reach().further(lane, watermark, counts.trials(), counts.ungraded());
    return further.isEmpty()
        || Futility.chance(rule, sequence(lane), counts, further.getAsLong(), question.alpha())
            >= question.reach().leastChance();
  }

  private boolean hope(StopRule.Baseline rule, LanePair pair) {
    PairedCounts counts = tally(pair).counts();
    OptionalLong further = question.reach().further(watermark, counts.pairs());
    return further.isEmpty()
        || Futility.chance(rule, counts, further.getAsLong(), question.alpha())
            >= question.reach().leastChance();
  }

  private Estimate headline(String lane) {
    Counts counts = counts(lane);
    RateEvidence rate = evidence(lane);
    Latch latch = shown(lane);
    return new Estimate(
        lane,
        question.id(),
        Estimate.ALL,
        question.population(),
        question.populationSize(),
        counts,
        rate.rate(),
        Optional.ofNullable(units.get(lane)).map(UnitTally::units),
        rate.interval(question.alpha()),
        rate.interval(question.singleAlpha()),
        rate.worstCase(question.alpha()),
        rate.missing(question.alpha(), question.threshold()),
        1 - question.alpha(),
        rate.method(),
        latch.state(),
        !question.rules().isEmpty(),
        latch.decidedAt(),
        question.graderStatus());
  }

  /** The rate of a population that has the slices in other shares than the log. */
  private Estimate mixed(String lane) {
    List<Strata.Stratum> parts = new ArrayList<>();
    Counts counts = Counts.NONE;
    for (Map.Entry<String, Double> part : question.mix().entrySet()) {
      Counts own = stratumTally(lane, part.getKey()).counts();
      parts.add(new Strata.Stratum(part.getValue(), own));
      counts = counts.plus(own);
    }
    double alpha = question.singleAlpha();
    Strata.Mixed mixed = Strata.mixed(parts, question.sliceSequence(), alpha);
    return new Estimate(
        lane,
        question.id(),
        Estimate.TARGET_MIX,
        question.population(),
        OptionalLong.empty(),
        counts,
        mixed.rate(),
        Optional.empty(),
        mixed.interval(),
        mixed.interval(),
        mixed.worstCase(),
        Optional.empty(),
        1 - alpha,
        "post-stratified " + question.sliceSequence().method(),
        State.UNDECIDED,
        false,
        OptionalLong.empty(),
        question.graderStatus());
  }

  private Estimate slice(String lane, String slice, LaneTally tally) {
    Counts counts = tally.counts();
    RateSequence sequence = question.sliceSequence();
    double alpha = question.singleAlpha();
    return new Estimate(
        lane,
        question.id(),
        slice,
        question.population(),
        OptionalLong.empty(),
        counts,
        counts.rate(),
        Optional.empty(),
        sequence.interval(counts, alpha),
        sequence.interval(counts, alpha),
        sequence.worstCase(counts, alpha),
        Optional.empty(),
        1 - alpha,
        sequence.method(),
        State.UNDECIDED,
        false,
        OptionalLong.empty(),
        question.graderStatus());
  }

  private Comparison compared(LanePair pair) {
    PairedComparison comparison = comparison(pair);
    Latch latch = latch(pair);
    return new Comparison(
        question.id(),
        pair,
        comparison.counts(),
        comparison.ratio(),
        comparison.ratioInterval(sequence(pair.a()), sequence(pair.b()), tally(pair).incomplete()),
        comparison.discordantOdds(),
        1 - question.alpha(),
        latch.state(),
        latch.decidedAt());
  }

  /**
   * Of several rules, the one that names a side is shown; else one given up, or the last settled.
   */
  private Latch shown(String lane) {
    Latch shown = new Latch();
    for (Latch latch : laneRules.getOrDefault(lane, Map.of()).values()) {
      if (latch.state() == State.BELOW || latch.state() == State.ABOVE) {
        return latch;
      }
      boolean replaces =
          latch.state() == State.FUTILE
              || !latch.settled()
              || !shown.settled()
              || later(latch, shown);
      shown = replaces && shown.state() != State.FUTILE ? latch : shown;
    }
    return shown;
  }

  private static boolean later(Latch a, Latch b) {
    return a.decidedAt().orElseThrow() > b.decidedAt().orElseThrow();
  }

  private static Optional<State> settled(State state) {
    return Optional.of(state).filter(s -> s != State.UNDECIDED);
  }

  private PairedComparison comparison(LanePair pair) {
    return new PairedComparison(tally(pair).counts(), question.alpha());
  }

  private Counts counts(String lane) {
    UnitTally byUnit = units.get(lane);
    return byUnit != null ? byUnit.counts() : tally(lane).counts();
  }

  private LaneTally tally(String lane) {
    return Objects.requireNonNull(lanes.get(lane), () -> "no lane " + lane);
  }

  private PairTally tally(LanePair pair) {
    return Objects.requireNonNull(pairs.get(pair), () -> "no pair " + pair);
  }

  private Latch latch(LanePair pair) {
    return Objects.requireNonNull(pairRules.get(pair), () -> "no pair " + pair);
  }

  private RateEvidence evidence(String lane) {
    UnitTally byUnit = units.get(lane);
    if (byUnit != null) {
      return byUnit.evidence(question.missingTimesAsBad());
    }
    return new CountedRate(
        sequence(lane), counts(lane), OptionalDouble.of(question.missingTimesAsBad()));
  }

  private RateSequence sequence(String lane) {
    return Objects.requireNonNull(question.sequences().get(lane), () -> "no lane " + lane);
  }

  private LaneTally stratumTally(String lane, String stratum) {
    return strata
        .computeIfAbsent(lane, l -> new TreeMap<>())
        .computeIfAbsent(stratum, s -> new LaneTally());
  }

  private LaneTally sliceTally(String lane, String slice) {
    Map<String, LaneTally> ofLane = slices.computeIfAbsent(lane, l -> new TreeMap<>());
    String kept = ofLane.containsKey(slice) || ofLane.size() < MOST_SLICES ? slice : OTHER_SLICES;
    return ofLane.computeIfAbsent(kept, s -> new LaneTally());
  }
}
