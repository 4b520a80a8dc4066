package dev.rehearsal.standing;

import dev.rehearsal.dependence.Share;
import dev.rehearsal.dependence.Strata;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One lane of one category: what was observed as a whole, in each slice, in each part of the target
 * mix and in each stratum that was drawn, and the estimates that follow. Memory is constant but for
 * the slices, of which it keeps {@value #MOST_SLICES} and counts the rest as one.
 */
final class LaneEstimates {
  /** How many slices are told apart. */
  static final int MOST_SLICES = 500;

  static final String OTHER_SLICES = "(other)";

  private final CategoryQuestion question;
  private final String lane;
  private final RateSequence sequence;
  private final RateTally whole;
  private final Map<String, RateTally> slices = new TreeMap<>();
  private final Map<String, RateTally> mix = new TreeMap<>();
  private final Map<String, RateTally> strata = new TreeMap<>();

  LaneEstimates(CategoryQuestion question, String lane) {
    this.question = question;
    this.lane = lane;
    this.sequence =
        Objects.requireNonNull(question.sequences().get(lane), () -> "no sequence for " + lane);
    this.whole =
        question.observed().byUnit() ? new UnitTally(Units.Kind.USERS, 1) : tallyOfPrefixes();
  }

  private RateTally tallyOfPrefixes() {
    int replies = question.observed().replies(lane);
    return replies > 1 ? new UnitTally(Units.Kind.PREFIXES, replies) : new LaneTally();
  }

  /** Counts a prefix: each of its verdicts, or their mean. */
  void count(Resolved prefix) {
    List<Verdict> verdicts = prefix.all(lane, question.id());
    if (verdicts.isEmpty()) {
      return;
    }
    prefix.slices().forEach(slice -> observe(sliceTally(slice), verdicts));
    prefix.slices().stream()
        .filter(question.mix()::containsKey)
        .forEach(slice -> observe(tally(mix, slice), verdicts));
    question.strata().ifPresent(drawn -> observe(tally(strata, drawn.of(prefix)), verdicts));
    verdicts.forEach(whole::add);
    if (!question.observed().byUnit()) {
      whole.close();
    }
  }

  /** Counts many prefixes, of which nobody asks for slices, a mix or strata. */
  void add(Counts prefixes) {
    whole.add(prefixes);
  }

  private static void observe(RateTally tally, List<Verdict> verdicts) {
    verdicts.forEach(tally::add);
    tally.close();
  }

  /** The unit that was under way is complete. */
  void closeUnit() {
    whole.close();
  }

  Counts counts() {
    return whole.counts();
  }

  RateSequence sequence() {
    return sequence;
  }

  /** What is known of the rate: where strata were drawn, by each of them. */
  RateEvidence evidence() {
    return question
        .strata()
        .<RateEvidence>map(this::drawn)
        .orElseGet(() -> whole.evidence(sequence, question.missingTimesAsBad()));
  }

  private Strata drawn(Stratification drawn) {
    return new Strata(drawn.layers().stream().map(this::drawn).toList());
  }

  private Strata.Stratum drawn(Stratification.Layer layer) {
    RateTally tally = tally(strata, layer.name());
    Counts counts = tally.counts();
    Share share =
        layer.membership()
            ? new Share.Part(
                layer.share(),
                layer.sequence().uninformed(),
                new Counts(
                    counts.trials(),
                    counts.trials() + counts.notApplicable(),
                    counts.ungraded(),
                    0))
            : layer.share();
    return stratum(share, tally, layer.sequence());
  }

  private Strata.Stratum stratum(Share share, RateTally tally, RateSequence sequence) {
    return new Strata.Stratum(
        share,
        tally.evidence(sequence, question.missingTimesAsBad()),
        tally.units().map(Units::number).orElse(tally.counts().trials()));
  }

  /**
   * The lane's rate over all prefixes.
   *
   * @param shown what its stop rules say
   */
  Estimate headline(Latch shown) {
    RateEvidence rate = evidence();
    return new Estimate(
        lane,
        question.id(),
        Estimate.ALL,
        population(),
        question.populationSize(),
        counts(),
        rate.rate(),
        question.strata().isPresent()
            ? drawn(question.strata().get()).effectiveSize()
            : OptionalDouble.empty(),
        whole.units(),
        rate.interval(question.alpha()),
        rate.interval(question.singleAlpha()),
        rate.worstCase(question.alpha()),
        rate.missing(question.alpha(), question.threshold()),
        1 - question.alpha(),
        rate.method(),
        shown.state(),
        !question.rules().isEmpty(),
        shown.decidedAt(),
        question.graderStatus());
  }

  /**
   * The rates that are for reading: that of the target mix, if one is wanted, and of each slice.
   */
  List<Estimate> apart() {
    List<Estimate> estimates = new ArrayList<>();
    if (!question.mix().isEmpty()) {
      estimates.add(mixed());
    }
    slices.forEach((slice, tally) -> estimates.add(slice(slice, tally)));
    return estimates;
  }

  /** The rate of a population that has the slices in other shares than the log. */
  private Estimate mixed() {
    List<Strata.Stratum> parts = new ArrayList<>();
    Counts counts = Counts.NONE;
    for (Map.Entry<String, Double> part : question.mix().entrySet()) {
      RateTally tally = tally(mix, part.getKey());
      parts.add(stratum(new Share.Known(part.getValue()), tally, question.sliceSequence()));
      counts = counts.plus(tally.counts());
    }
    double alpha = question.singleAlpha();
    Strata mixed = new Strata(parts);
    return new Estimate(
        lane,
        question.id(),
        Estimate.TARGET_MIX,
        population(),
        OptionalLong.empty(),
        counts,
        mixed.rate(),
        mixed.effectiveSize(),
        units(parts.stream().mapToLong(Strata.Stratum::observations).sum()),
        mixed.interval(alpha),
        mixed.interval(alpha),
        mixed.worstCase(alpha),
        Optional.empty(),
        1 - alpha,
        mixed.method(),
        State.UNDECIDED,
        false,
        OptionalLong.empty(),
        question.graderStatus());
  }

  /** Of all strata together, how alike their replies are is not known. */
  private Optional<Units> units(long prefixes) {
    return whole
        .units()
        .map(u -> new Units(u.kind(), prefixes, u.replies(), OptionalDouble.empty()));
  }

  private Estimate slice(String slice, RateTally tally) {
    double alpha = question.singleAlpha();
    RateEvidence rate = tally.evidence(question.sliceSequence(), question.missingTimesAsBad());
    return new Estimate(
        lane,
        question.id(),
        slice,
        population(),
        OptionalLong.empty(),
        tally.counts(),
        rate.rate(),
        OptionalDouble.empty(),
        tally.units(),
        rate.interval(alpha),
        rate.interval(alpha),
        rate.worstCase(alpha),
        Optional.empty(),
        1 - alpha,
        rate.method(),
        State.UNDECIDED,
        false,
        OptionalLong.empty(),
        question.graderStatus());
  }

  private String population() {
    return question.observed().population(question.population(), lane);
  }

  private RateTally tally(Map<String, RateTally> tallies, String name) {
    return tallies.computeIfAbsent(name, s -> tallyOfPrefixes());
  }

  private RateTally sliceTally(String slice) {
    String kept = slices.containsKey(slice) || slices.size() < MOST_SLICES ? slice : OTHER_SLICES;
    return slices.computeIfAbsent(kept, s -> tallyOfPrefixes());
  }
}
