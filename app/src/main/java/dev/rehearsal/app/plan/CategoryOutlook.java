package dev.rehearsal.app.plan;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Plan;
import dev.rehearsal.config.StopRules;
import dev.rehearsal.dependence.Strata;
import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Decision;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.ScoredRate;
import dev.rehearsal.estimate.Scores;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.Stratification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What will be known of one category, and when its run is over.
 *
 * @param question what its estimator is asked
 * @param rules that stop it, in words; empty when nothing does
 * @param leastTrials without any hit, until the threshold rule is met; empty without one, or when
 *     the population is too small
 * @param excluded rates above this one are excluded if the run goes as far as it can and has no
 *     hit; empty when it is not known how far
 * @param expectations how long each rule will take
 */
record CategoryOutlook(
    Category category,
    CategoryQuestion question,
    List<String> rules,
    OptionalLong leastTrials,
    OptionalDouble excluded,
    List<Expectation> expectations) {
  private static final long MOST_TRIALS = 1L << 40;

  CategoryOutlook {
    rules = List.copyOf(rules);
    expectations = List.copyOf(expectations);
  }

  static CategoryOutlook of(
      Plan plan,
      Category category,
      CategoryQuestion question,
      Horizon horizon,
      Expectations expectations) {
    return new CategoryOutlook(
        category,
        question,
        plan.stop().enabled() ? rules(plan, category.rules()) : List.of(),
        plan.stop().enabled()
                && !question.observed().byUnit()
                && category.rules().threshold().isPresent()
            ? leastTrials(category.rules().threshold().getAsDouble(), question)
            : OptionalLong.empty(),
        excluded(question, horizon, expectations.share(question)),
        expectations.of(category, question));
  }

  /** The name of the sequence that its intervals come from. */
  String method() {
    return question.lanes().stream()
        .map(lane -> unbroken(question, lane, 0).method())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static List<String> rules(Plan plan, StopRules rules) {
    List<String> texts = new ArrayList<>();
    if (rules.threshold().isPresent()) {
      texts.add("above or below " + Numbers.rate(rules.threshold().getAsDouble()));
    }
    if (rules.relative().isPresent()) {
      texts.add("known within a factor of " + plain(rules.relative()));
    }
    if (rules.absolute().isPresent()) {
      texts.add("known within ±" + Numbers.rate(rules.absolute().getAsDouble()));
    }
    if (rules.baseline() && !plan.comparisons().isEmpty()) {
      texts.add(
          "candidate increased or decreased"
              + (rules.equivalence().isPresent()
                  ? ", or equivalent within a factor of " + plain(rules.equivalence())
                  : ""));
    }
    return texts;
  }

  private static OptionalDouble excluded(CategoryQuestion question, Horizon horizon, double share) {
    if (horizon.prefixes().isEmpty() || question.observed().byUnit()) {
      return OptionalDouble.empty();
    }
    long trials =
        Math.min(
            (long) Math.floor(horizon.prefixes().getAsLong() * share + 1e-9),
            question.populationSize().orElse(Long.MAX_VALUE));
    return question.lanes().stream()
        .mapToDouble(lane -> unbroken(question, lane, trials).interval(question.alpha()).high())
        .max();
  }

  private static OptionalLong leastTrials(double threshold, CategoryQuestion question) {
    long most = question.populationSize().orElse(MOST_TRIALS);
    long low = 0;
    long high = most;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (below(question, threshold, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return below(question, threshold, low) ? OptionalLong.of(low) : OptionalLong.empty();
  }

  private static boolean below(CategoryQuestion question, double threshold, long trials) {
    return question.lanes().stream()
        .map(lane -> unbroken(question, lane, trials).against(threshold, question.alpha()))
        .allMatch(Decision.BELOW::equals);
  }

  /** What so many prefixes without a hit say of a lane. */
  private static RateEvidence unbroken(CategoryQuestion question, String lane, long prefixes) {
    if (question.strata().isPresent()) {
      return new Strata(
          question.strata().get().layers().stream()
              .map(layer -> unbroken(question, lane, prefixes, layer))
              .toList());
    }
    return unbroken(
        question, lane, prefixes, Objects.requireNonNull(question.sequences().get(lane)));
  }

  /** Of the prefixes that are expected to be drawn from it. */
  private static Strata.Stratum unbroken(
      CategoryQuestion question, String lane, long prefixes, Stratification.Layer layer) {
    long drawn = (long) Math.floor(prefixes * layer.sampled());
    return new Strata.Stratum(
        layer.share(), unbroken(question, lane, drawn, layer.sequence()), drawn);
  }

  private static RateEvidence unbroken(
      CategoryQuestion question, String lane, long prefixes, RateSequence sequence) {
    if (question.observed().means(lane)) {
      Scores clean = Scores.of(Map.of(0.0, prefixes));
      return ScoredRate.complete(clean);
    }
    return CountedRate.amongGraded(sequence, Counts.of(0, prefixes));
  }

  static RateSequence sequence(CategoryQuestion question) {
    return question.sequences().values().iterator().next();
  }

  private static String plain(OptionalDouble number) {
    return Double.toString(number.orElse(Double.NaN));
  }
}
