package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.outlook.Futility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts one category in admission order and decides, at each look, whether it is settled. Once it
 * is, it counts no more: its estimates are those of the look that decided it. What it says depends
 * on the prefixes alone, never on when they came. Memory is constant but for the slices. Not
 * thread-safe: owned by one actor.
 */
public final class CategoryEstimator {
  private final CategoryQuestion question;
  private final Map<String, LaneEstimates> lanes = new LinkedHashMap<>();
  private final Map<String, Map<StopRule, Latch>> laneRules = new LinkedHashMap<>();
  private final Map<LanePair, PairEstimates> pairs = new LinkedHashMap<>();
  private final Map<LanePair, Latch> pairRules = new LinkedHashMap<>();
  private @Nullable String unit;
  private final Alarms alarms;
  private long watermark;
  private OptionalLong decidedAt = OptionalLong.empty();

  public CategoryEstimator(CategoryQuestion question) {
    this.question = question;
    this.alarms = new Alarms(question);
    for (String lane : question.lanes()) {
      lanes.put(lane, new LaneEstimates(question, lane));
      Map<StopRule, Latch> latches = new LinkedHashMap<>();
      question.rules().forEach(rule -> latches.put(rule, new Latch()));
      laneRules.put(lane, latches);
    }
    for (LanePair pair : question.pairs()) {
      pairs.put(pair, new PairEstimates(question, pair));
      pairRules.put(pair, new Latch());
    }
  }

  /**
   * The estimates and comparisons of many prefixes together: those that they would have if one
   * estimator had counted them one by one, in whatever order.
   *
   * @param question rates and comparisons only, of prefixes with one reply in each lane
   */
  static CategoryStanding standing(CategoryQuestion question, CategoryCounts counts) {
    CategoryEstimator all = new CategoryEstimator(question.ratesOnly());
    all.lanes.forEach((lane, estimates) -> estimates.add(counts.lane(lane)));
    all.pairs.forEach((pair, estimates) -> estimates.add(counts.pair(pair)));
    return all.standing();
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
            lane -> alarms.look(lane, lane(lane).evidence().interval(question.alpha()), watermark));
    laneRules.forEach(
        (lane, latches) ->
            latches.forEach(
                (rule, latch) ->
                    latch.settle(
                        rule.evaluate(lane(lane).evidence(), question.alpha()), watermark)));
    question
        .baseline()
        .ifPresent(
            rule ->
                pairRules.forEach(
                    (pair, latch) -> latch.settle(settled(pair(pair).state(rule)), watermark)));
    if (question.stops() && (allSettled() || givesUp())) {
      decidedAt = OptionalLong.of(watermark);
    }
  }

  /** Every estimate and comparison of the category, as of the watermark. */
  public CategoryStanding standing() {
    List<Estimate> estimates = new ArrayList<>();
    for (String lane : question.lanes()) {
      estimates.add(lane(lane).headline(shown(lane)));
      estimates.addAll(lane(lane).apart());
    }
    return new CategoryStanding(
        question.id(),
        estimates,
        question.pairs().stream().map(this::compared).toList(),
        decidedAt,
        alarms.raised());
  }

  /**
   * A unit is complete when the next one begins. The last one of a run never counts: nobody can
   * tell whether there would have been more of it. Lanes are compared by their first replies: pairs
   * have to be independent of each other.
   */
  private void count(Resolved prefix) {
    if (question.observed().byUnit() && !prefix.unit().equals(unit)) {
      lanes.values().forEach(LaneEstimates::closeUnit);
      unit = prefix.unit();
    }
    lanes.values().forEach(lane -> lane.count(prefix));
    alarms.count(prefix);
    pairs.values().forEach(pair -> pair.count(prefix));
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
   * hits come together in means or over strata is not known, so those are never given up.
   */
  private boolean givesUp() {
    if (question.reach().leastChance() == 0
        || question.observed().means()
        || question.strata().isPresent()
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
    Counts counts = lane(lane).counts();
    OptionalLong further =
        question.reach().further(lane, watermark, counts.trials(), counts.ungraded());
    return further.isEmpty()
        || Futility.chance(
                rule, lane(lane).sequence(), counts, further.getAsLong(), question.alpha())
            >= question.reach().leastChance();
  }

  private boolean hope(StopRule.Baseline rule, LanePair pair) {
    PairedCounts counts = pair(pair).counts();
    OptionalLong further = question.reach().further(watermark, counts.pairs());
    return further.isEmpty()
        || Futility.chance(rule, counts, further.getAsLong(), question.alpha())
            >= question.reach().leastChance();
  }

  private Comparison compared(LanePair pair) {
    return pair(pair).compared(lane(pair.a()).sequence(), lane(pair.b()).sequence(), latch(pair));
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

  private LaneEstimates lane(String lane) {
    return Objects.requireNonNull(lanes.get(lane), () -> "no lane " + lane);
  }

  private PairEstimates pair(LanePair pair) {
    return Objects.requireNonNull(pairs.get(pair), () -> "no pair " + pair);
  }

  private Latch latch(LanePair pair) {
    return Objects.requireNonNull(pairRules.get(pair), () -> "no pair " + pair);
  }
}
