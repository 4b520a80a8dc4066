package dev.rehearsal.app.plan;

import dev.rehearsal.app.check.Asked;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.Traffic;
import dev.rehearsal.app.result.Questions;
import dev.rehearsal.app.run.Destination;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Estimate;
import dev.rehearsal.config.Limits;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.Population;
import dev.rehearsal.streams.source.Funnel;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.Stratum;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a run of a plan would do, if it read the whole log.
 *
 * @param size prefixes that would be admitted; empty when nobody knows
 * @param quarantined lines by reason
 * @param horizon how far it can go, and at what cost
 * @param strata that are drawn; empty where none are
 * @param time at least, under the limits, by credential
 */
record Outlook(
    CheckedPlan checked,
    Funnel funnel,
    Map<String, Long> quarantined,
    OptionalLong size,
    List<Asked> asked,
    Horizon horizon,
    List<CategoryOutlook> categories,
    List<Stratum> strata,
    List<Destination> destinations,
    Map<String, Duration> time) {

  /** Reads the source in a folder that is gone afterwards. Nothing is sent. */
  static Outlook of(CheckedPlan checked, InputStream standardInput) {
    Map<String, Population> populations = populations(checked);
    List<String> graders = List.copyOf(populations.keySet());
    List<Predicate<String>> predicates = new ArrayList<>();
    for (Population population : populations.values()) {
      predicates.add(population instanceof Population.Known known ? known.contains() : id -> true);
    }
    try (TemporaryFolder folder = TemporaryFolder.create();
        PreparedSource source =
            checked
                .source()
                .open(
                    new Preparation(
                        checked.plan().sample(),
                        checked.plan().quarantine(),
                        checked.plan().stop().maxPrefixes(),
                        folder.path(),
                        predicates,
                        standardInput))) {
      List<Asked> asked = Traffic.of(checked, source);
      Horizon horizon = Horizon.of(checked.plan(), asked, source.size(), source.total());
      Expectations expectations = new Expectations(checked.plan(), horizon);
      List<CategoryOutlook> categories = new ArrayList<>();
      for (Category category : checked.plan().categories()) {
        Population population = Objects.requireNonNull(populations.get(category.grader()));
        categories.add(
            CategoryOutlook.of(
                checked.plan(),
                category,
                new Questions(checked.plan(), source)
                    .of(category, population, graders.indexOf(category.grader())),
                horizon,
                expectations));
      }
      return new Outlook(
          checked,
          source.funnel(),
          source.quarantined(),
          source.size(),
          asked,
          horizon,
          categories,
          source.strata(),
          Destination.of(checked),
          time(checked, asked));
    }
  }

  /** Dollars at most, over all models: never more than the budget; empty when not known. */
  OptionalDouble mostUsd() {
    return Asked.mostUsd(asked, checked.plan().stop().budgetUsd());
  }

  boolean log() {
    return checked.plan().estimate().estimand() == Estimate.Estimand.LOG;
  }

  /** Only labels know their population before the run, and they ask nobody. */
  private static Map<String, Population> populations(CheckedPlan checked) {
    Map<String, Population> populations = new LinkedHashMap<>();
    for (String name : checked.gradersInUse()) {
      GraderSpec spec = Objects.requireNonNull(checked.graders().get(name));
      if (spec.recordedRepliesOnly()) {
        try (Grader grader =
            spec.open(
                checked.categoriesOf(name),
                judge -> {
                  throw new IllegalStateException("labels ask no judge: " + judge);
                })) {
          populations.put(name, grader.population());
        }
      } else {
        populations.put(
            name, spec.judges().isEmpty() ? new Population.Everything() : new Population.Unknown());
      }
    }
    return populations;
  }

  private static Map<String, Duration> time(CheckedPlan checked, List<Asked> asked) {
    Map<String, Duration> times = new LinkedHashMap<>();
    for (Map.Entry<String, Limits> limit : checked.plan().limits().entrySet()) {
      List<Asked> sharing =
          asked.stream()
              .filter(each -> each.model().settings().limits().equals(Optional.of(limit.getKey())))
              .toList();
      double minutes = 0;
      if (limit.getValue().requestsPerMinute().isPresent()) {
        minutes =
            (double) sharing.stream().mapToLong(each -> each.asks().orElse(0)).sum()
                / limit.getValue().requestsPerMinute().getAsInt();
      }
      if (limit.getValue().tokensPerMinute().isPresent()) {
        minutes =
            Math.max(
                minutes,
                (double) sharing.stream().mapToLong(each -> each.requestBytes().orElse(0)).sum()
                    / Asked.BYTES_PER_TOKEN
                    / limit.getValue().tokensPerMinute().getAsLong());
      }
      if (!sharing.isEmpty() && minutes > 0) {
        times.put(limit.getKey(), Duration.ofMillis(Math.round(minutes * 60_000)));
      }
    }
    return times;
  }
}
