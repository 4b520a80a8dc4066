package dev.rehearsal.app.plan;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.outlook.PairBoundary;
import dev.rehearsal.outlook.RateBoundary;
import dev.rehearsal.outlook.StopTime;
import dev.rehearsal.outlook.StopTimes;
import dev.rehearsal.standing.CategoryQuestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Simulates how long the rules of a plan's categories will take. Categories that ask the same get
 * the same answer, which is found once.
 */
final class Expectations {
  /** Simulated runs for each assumption; the mean is known within a few per cent. */
  static final int RUNS = 2_000;

  /** Assumed where neither an expected rate nor a threshold is given. */
  private static final List<Double> DECADES = List.of(1e-4, 1e-3, 1e-2, 1e-1);

  /** Assumed where a threshold is given, as its multiples: on either side of it. */
  private static final List<Double> OF_THRESHOLD = List.of(0.1, 1.0 / 3, 0.5, 2.0);

  /** What the candidate's rate is assumed to be times the reference lane's. */
  private static final List<Double> FACTORS = List.of(2.0, 1.0);

  private final Plan plan;
  private final Horizon horizon;
  private final Map<Object, StopTime> known = new HashMap<>();
  private final Map<Object, PairBoundary> pairs = new HashMap<>();

  /**
   * @param horizon how far the run can go
   */
  Expectations(Plan plan, Horizon horizon) {
    this.plan = plan;
    this.horizon = horizon;
  }

  /**
   * Every rule of one category at every assumed rate; empty when nothing stops the run, or when
   * means count, for how long it takes depends on how alike their verdicts are, or strata, for it
   * depends on the rate of each.
   */
  List<Expectation> of(Category category, CategoryQuestion question) {
    List<Expectation> list = new ArrayList<>();
    if (!plan.stop().enabled() || question.observed().means() || question.strata().isPresent()) {
      return list;
    }
    double share = share(question);
    for (StopRule rule : question.rules()) {
      for (double rate : rates(category, rule)) {
        list.add(
            new Expectation(
                words(rule), rate, OptionalDouble.empty(), time(rule, question, rate), 1 / share));
      }
    }
    if (question.baseline().isPresent()
        && question.pairs().stream().anyMatch(pair -> pair.decides())) {
      StopRule.Baseline rule = question.baseline().get();
      for (double rate : rates(category, rule)) {
        for (double factor : FACTORS) {
          if (factor != 1 || rule.equivalentWithin().isPresent()) {
            list.add(
                new Expectation(
                    words(rule),
                    rate,
                    OptionalDouble.of(factor),
                    time(rule, question, rate, factor),
                    1 / share));
          }
        }
      }
    }
    return list;
  }

  /** What one trial of the category's slowest lane is of a prefix, within (0, 1]. */
  double share(CategoryQuestion question) {
    double lanes = plan.lanes().stream().mapToDouble(Lane::fraction).min().orElse(1);
    return lanes
        * (question.populationSize().isPresent() && horizon.total().isPresent()
            ? Math.min(
                1,
                (double) Math.max(1, question.populationSize().getAsLong())
                    / Math.max(1, horizon.total().getAsLong()))
            : 1);
  }

  private StopTime time(StopRule rule, CategoryQuestion question, double rate) {
    RateSequence sequence = CategoryOutlook.sequence(question);
    double share = share(question);
    return known.computeIfAbsent(
        List.of(rule, rate, question.alpha(), key(sequence, question), share),
        key -> {
          boolean finite = sequence instanceof WithoutReplacement;
          RateBoundary boundary =
              sequence instanceof WithoutReplacement log
                  ? RateBoundary.within(rule, log, log.population(), 0, question.alpha())
                  : RateBoundary.endless(rule, sequence, question.alpha());
          return simulation(share).rate(boundary, rate, 0, 0, finite);
        });
  }

  private StopTime time(
      StopRule.Baseline rule, CategoryQuestion question, double rate, double factor) {
    double share = share(question);
    return known.computeIfAbsent(
        List.of(rule, rate, factor, question.alpha(), share),
        key ->
            simulation(share)
                .pairs(
                    pairs.computeIfAbsent(
                        List.of(rule, question.alpha()),
                        boundary -> new PairBoundary(rule, question.alpha())),
                    rate,
                    rate * factor));
  }

  private StopTimes simulation(double share) {
    return new StopTimes(
        RUNS,
        (int) Math.max(1, Math.round(plan.stop().lookEvery() * share)),
        horizon.prefixes().isPresent()
            ? (long) Math.floor(horizon.prefixes().getAsLong() * share + 1e-9)
            : Long.MAX_VALUE);
  }

  private static Object key(RateSequence sequence, CategoryQuestion question) {
    return sequence instanceof WithoutReplacement log
        ? List.of(sequence.method(), log.population())
        : List.of(sequence.method(), question.id());
  }

  private static List<Double> rates(Category category, StopRule rule) {
    if (category.expectedRate().isPresent()) {
      return List.of(category.expectedRate().getAsDouble());
    }
    return rule instanceof StopRule.Threshold threshold
        ? OF_THRESHOLD.stream()
            .map(factor -> factor * threshold.rate())
            .filter(rate -> rate < 1)
            .toList()
        : DECADES;
  }

  private static String words(StopRule rule) {
    if (rule instanceof StopRule.Threshold threshold) {
      return "above or below " + Numbers.rate(threshold.rate());
    }
    if (rule instanceof StopRule.Relative relative) {
      return "known within a factor of " + relative.factor();
    }
    if (rule instanceof StopRule.Absolute absolute) {
      return "known within ±" + Numbers.rate(absolute.halfWidth());
    }
    return "candidate compared";
  }
}
