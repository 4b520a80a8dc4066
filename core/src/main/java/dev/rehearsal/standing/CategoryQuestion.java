package dev.rehearsal.standing;

import dev.rehearsal.drift.DriftWatch;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a run asks about one category.
 *
 * @param id the category's
 * @param population whom the category is about, in words
 * @param populationSize how many of them the log has; empty when nobody knows
 * @param lanes the headline lanes, in the plan's order
 * @param pairs the comparisons
 * @param sequences how the rate of each lane is estimated
 * @param sliceSequence how the rate of a slice is estimated: its population's size is never known
 * @param rules what must be settled in every lane before the category is decided
 * @param baseline what must be settled in every comparison, if anything
 * @param alpha the share of the error that each headline estimate and comparison gets
 * @param singleAlpha the error of an estimate that is looked at alone
 * @param lookEvery at which multiples of the admission number the rules are evaluated, at least 1
 * @param stops false when the whole log is to be read, whatever is settled on the way
 * @param graderStatus how the category's grader stands against human labels
 * @param reach how far the run can go
 * @param missingTimesAsBad how many times as likely a hit an ungraded prefix may be, 1 or more
 * @param mix shares by slice, such as {@code meta.language=de}, of a population whose rate is
 *     wanted too; they sum to 1; empty for none
 * @param observed what counts as one observation; where units are, there are no comparisons
 * @param drift which lane is watched for a change away from a known rate, if one is
 * @param strata that the sample was drawn from, if it was; units are not
 */
public record CategoryQuestion(
    String id,
    String population,
    OptionalLong populationSize,
    List<String> lanes,
    List<LanePair> pairs,
    Map<String, RateSequence> sequences,
    RateSequence sliceSequence,
    List<StopRule> rules,
    Optional<StopRule.Baseline> baseline,
    double alpha,
    double singleAlpha,
    int lookEvery,
    boolean stops,
    GraderStatus graderStatus,
    Reach reach,
    double missingTimesAsBad,
    Observed observed,
    Map<String, Double> mix,
    Optional<DriftWatch> drift,
    Optional<Stratification> strata) {
  public CategoryQuestion {
    lanes = List.copyOf(lanes);
    pairs = List.copyOf(pairs);
    sequences = Map.copyOf(sequences);
    rules = List.copyOf(rules);
    mix = Collections.unmodifiableMap(new TreeMap<>(mix));
    if (lookEvery < 1) {
      throw new IllegalArgumentException("look-every must be at least 1, was " + lookEvery);
    }
    if (!(missingTimesAsBad >= 1)) {
      throw new IllegalArgumentException(
          "missing-times-as-bad must be at least 1, was " + missingTimesAsBad);
    }
    if (observed.byUnit() && !pairs.isEmpty()) {
      throw new IllegalArgumentException("prefixes of one unit cannot be compared in pairs: " + id);
    }
    if (drift.isPresent() && !lanes.contains(drift.get().lane())) {
      throw new IllegalArgumentException("drift of " + id + " is watched in no lane of " + lanes);
    }
    if (observed.byUnit() && strata.isPresent()) {
      throw new IllegalArgumentException("units are not drawn from strata: " + id);
    }
    if (!sequences.keySet().containsAll(lanes)) {
      throw new IllegalArgumentException("every lane of " + id + " needs a sequence: " + lanes);
    }
  }

  /** How many times as bad ungraded prefixes may be where nothing else was said. */
  public static final double MISSING_TIMES_AS_BAD = 10;

  /** A question to a grader that nobody checked, about a run that may go on for ever. */
  public CategoryQuestion(
      String id,
      String population,
      OptionalLong populationSize,
      List<String> lanes,
      List<LanePair> pairs,
      Map<String, RateSequence> sequences,
      RateSequence sliceSequence,
      List<StopRule> rules,
      Optional<StopRule.Baseline> baseline,
      double alpha,
      double singleAlpha,
      int lookEvery,
      boolean stops) {
    this(
        id,
        population,
        populationSize,
        lanes,
        pairs,
        sequences,
        sliceSequence,
        rules,
        baseline,
        alpha,
        singleAlpha,
        lookEvery,
        stops,
        GraderStatus.NOT_CHECKED,
        Reach.UNKNOWN,
        MISSING_TIMES_AS_BAD,
        Observed.PREFIXES,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What is asked of a part of a run, or of several runs together: rates and comparisons as of this
   * one. Nothing stops by it, nothing is watched in it, it has no slices, and nobody knows how many
   * it will have.
   */
  public CategoryQuestion ratesOnly() {
    return new CategoryQuestion(
        id,
        population,
        OptionalLong.empty(),
        lanes,
        pairs,
        sequences,
        sliceSequence,
        List.of(),
        Optional.empty(),
        alpha,
        singleAlpha,
        Integer.MAX_VALUE,
        false,
        graderStatus,
        Reach.UNKNOWN,
        missingTimesAsBad,
        observed,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same question to a grader that stands like this. */
  public CategoryQuestion withGraderStatus(GraderStatus status) {
    return with(status, reach, missingTimesAsBad, observed, mix, drift, strata);
  }

  /** The same question in a run that can go so far. */
  public CategoryQuestion withReach(Reach other) {
    return with(graderStatus, other, missingTimesAsBad, observed, mix, drift, strata);
  }

  /** The same question where ungraded prefixes may be so many times as bad, 1 or more. */
  public CategoryQuestion withMissingTimesAsBad(double times) {
    return with(graderStatus, reach, times, observed, mix, drift, strata);
  }

  /** The same question where these are the observations. */
  public CategoryQuestion withObserved(Observed other) {
    return with(graderStatus, reach, missingTimesAsBad, other, mix, drift, strata);
  }

  /** The same question, and about a population with these shares of slices. */
  public CategoryQuestion withMix(Map<String, Double> shares) {
    return with(graderStatus, reach, missingTimesAsBad, observed, shares, drift, strata);
  }

  /** The same question, and with a lane that is watched, or with none. */
  public CategoryQuestion withDrift(Optional<DriftWatch> watch) {
    return with(graderStatus, reach, missingTimesAsBad, observed, mix, watch, strata);
  }

  /** The same question about a sample that was drawn from strata, or from none. */
  public CategoryQuestion withStrata(Optional<Stratification> drawn) {
    return with(graderStatus, reach, missingTimesAsBad, observed, mix, drift, drawn);
  }

  private CategoryQuestion with(
      GraderStatus otherStatus,
      Reach otherReach,
      double otherTimesAsBad,
      Observed otherObserved,
      Map<String, Double> otherMix,
      Optional<DriftWatch> otherDrift,
      Optional<Stratification> otherStrata) {
    return new CategoryQuestion(
        id,
        population,
        populationSize,
        lanes,
        pairs,
        sequences,
        sliceSequence,
        rules,
        baseline,
        alpha,
        singleAlpha,
        lookEvery,
        stops,
        otherStatus,
        otherReach,
        otherTimesAsBad,
        otherObserved,
        otherMix,
        otherDrift,
        otherStrata);
  }

  /** What the rate is held against, if anything. */
  OptionalDouble threshold() {
    return rules.stream()
        .filter(StopRule.Threshold.class::isInstance)
        .map(StopRule.Threshold.class::cast)
        .mapToDouble(StopRule.Threshold::rate)
        .findFirst();
  }
}
