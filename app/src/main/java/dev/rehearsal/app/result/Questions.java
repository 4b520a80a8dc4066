package dev.rehearsal.app.result;

import dev.rehearsal.config.Category;
import dev.rehearsal.config.Comparison;
import dev.rehearsal.config.Estimate;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.config.StopRules;
import dev.rehearsal.config.TargetMix;
import dev.rehearsal.dependence.Share;
import dev.rehearsal.drift.DriftWatch;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.graders.Population;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.LanePair;
import dev.rehearsal.standing.Observed;
import dev.rehearsal.standing.Reach;
import dev.rehearsal.standing.Stratification;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.Stratum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Turns a plan's categories into what the estimators are asked. */
public final class Questions {
  private final Plan plan;
  private final PreparedSource source;

  public Questions(Plan plan, PreparedSource source) {
    this.plan = plan;
    this.source = source;
  }

  /**
   * What is asked about one category.
   *
   * @param population of the category's grader
   * @param index of that population among those that the source was opened with
   */
  public CategoryQuestion of(Category category, Population population, int index) {
    OptionalLong size = size(population, index);
    List<String> lanes = plan.lanes().stream().map(Lane::name).toList();
    RateSequence sequence = sequence(category, size);
    Map<String, RateSequence> sequences = new LinkedHashMap<>();
    lanes.forEach(lane -> sequences.put(lane, sequence));
    StopRules rules = category.rules();
    return new CategoryQuestion(
            category.id(),
            name(population),
            size,
            lanes,
            pairs(category),
            sequences,
            ConfidenceSequence.of(BetaMixture.logUniform()),
            rules(rules),
            rules.baseline()
                ? Optional.of(new StopRule.Baseline(rules.equivalence()))
                : Optional.empty(),
            plan.alphaPerEstimate(category),
            1 - plan.estimate().confidence(),
            plan.stop().lookEvery(),
            plan.stop().enabled())
        .withReach(reach(size))
        .withMissingTimesAsBad(plan.estimate().missingTimesAsBad())
        .withObserved(observed())
        .withDrift(drift(category))
        .withStrata(
            plan.sample()
                .strata()
                .map(strata -> stratification(strata.field(), category, population, index)))
        .withMix(plan.estimate().targetMix().map(TargetMix::bySlice).orElse(Map.of()));
  }

  private OptionalLong size(Population population, int index) {
    return population instanceof Population.Everything
        ? source.total()
        : population instanceof Population.Known
            ? source.populationSize(index)
            : OptionalLong.empty();
  }

  /**
   * The strata, by their shares of the population: exact where the rate is that of the log; where
   * it is that of the traffic, of which the log is a sample, within bounds.
   */
  private Stratification stratification(
      String field, Category category, Population population, int index) {
    List<Stratum> strata = source.strata();
    boolean known =
        population instanceof Population.Everything
            || population instanceof Population.Known
                && strata.stream().allMatch(stratum -> index < stratum.populations().size())
                && strata.stream().anyMatch(stratum -> stratum.populations().get(index) > 0);
    ToLongFunction<Stratum> members =
        known && population instanceof Population.Known
            ? stratum -> stratum.populations().get(index)
            : Stratum::records;
    long all = strata.stream().mapToLong(members).sum();
    double sampled = strata.stream().mapToDouble(stratum -> sampled(stratum, members)).sum();
    List<Stratification.Layer> layers = new ArrayList<>();
    for (Stratum stratum : strata) {
      long size = members.applyAsLong(stratum);
      layers.add(
          new Stratification.Layer(
              stratum.name(),
              plan.estimate().estimand() == Estimate.Estimand.LOG
                  ? new Share.Known((double) size / all)
                  : new Share.InLog(size, all),
              sampled > 0 ? sampled(stratum, members) / sampled : 0,
              sequence(category, known ? OptionalLong.of(size) : OptionalLong.empty()),
              !known));
    }
    return new Stratification(field, layers);
  }

  private static double sampled(Stratum stratum, ToLongFunction<Stratum> members) {
    return stratum.records() == 0
        ? 0
        : (double) members.applyAsLong(stratum) * stratum.drawn() / stratum.records();
  }

  private Observed observed() {
    Map<String, Integer> replies = new HashMap<>();
    plan.lanes().stream()
        .filter(Lane::repeats)
        .forEach(lane -> replies.put(lane.name(), lane.samples()));
    return plan.sample().byUser() ? Observed.UNITS : Observed.replies(replies);
  }

  /** All alarms of the run share one run length. */
  private Optional<DriftWatch> drift(Category category) {
    return plan.drift()
        .filter(drift -> category.driftFrom().isPresent())
        .map(
            drift ->
                new DriftWatch(
                    drift.lane(),
                    drift.method(),
                    drift.direction(),
                    new Interval(
                        category.driftFrom().getAsDouble(), category.driftFrom().getAsDouble()),
                    drift.runLength(),
                    plan.driftWatched().size()));
  }

  /** Only a lane that answers every prefix of a log that is read to its end gets all of it. */
  private Reach reach(OptionalLong population) {
    Map<String, Long> trials = new HashMap<>();
    if (source.size().isPresent() && source.size().equals(source.total())) {
      plan.lanes().stream()
          .filter(lane -> lane.fraction() == 1)
          .forEach(lane -> population.ifPresent(size -> trials.put(lane.name(), size)));
    }
    return new Reach(source.size(), trials, plan.stop().futility().orElse(0));
  }

  /** What is bet on a category's rate: the expected rate, if it is given. */
  static BetaMixture bet(Category category) {
    return category.expectedRate().isPresent()
        ? BetaMixture.informed(category.expectedRate().getAsDouble())
        : BetaMixture.logUniform();
  }

  private RateSequence sequence(Category category, OptionalLong size) {
    BetaMixture prior = bet(category);
    return plan.estimate().estimand() == Estimate.Estimand.LOG
            && size.isPresent()
            && size.getAsLong() > 0
        ? WithoutReplacement.of(prior, size.getAsLong())
        : ConfidenceSequence.of(prior);
  }

  private List<LanePair> pairs(Category category) {
    return plan.comparisons().stream()
        .filter(comparison -> comparison.category().equals(category.id()))
        .map((Comparison c) -> new LanePair(c.a(), c.b(), c.decides()))
        .toList();
  }

  private static List<StopRule> rules(StopRules rules) {
    List<StopRule> list = new ArrayList<>();
    rules.threshold().ifPresent(rate -> list.add(new StopRule.Threshold(rate)));
    rules.relative().ifPresent(factor -> list.add(new StopRule.Relative(factor)));
    rules.absolute().ifPresent(half -> list.add(new StopRule.Absolute(half)));
    return list;
  }

  private static String name(Population population) {
    return population instanceof Population.Known known
        ? known.name()
        : population instanceof Population.Everything ? "prefixes" : "as graded";
  }
}
