package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.drift.DriftWatch;
import dev.rehearsal.sampling.Cut;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanLoaderTest {
  private static final String WHOLE =
      """
      name = "support-bot-upgrade"
      source { type = jsonl, paths = ["logs/*.jsonl.gz"], format = openai-chat }
      sample { unit = conversation, cut = last-message, fraction = 0.5, seed = 9, per-user = 1
               slices = [meta.language], keep = [ { field = meta.consent, equals = true } ] }
      limits { new-key { requests-per-minute = 3000, tokens-per-minute = 2000000 } }
      models {
        old { type = openai, base-url = "http://localhost:8001/v1", model = "v1", api-key = ${?OLD} }
        new { type = openai, base-url = "http://localhost:8000/v1", model = "v2", api-key = ${?NEW}
              parameters { temperature = 1.0 }, limits = new-key, in-flight = 64, timeout = 60s }
        judge { type = openai, base-url = "http://localhost:8002/v1", model = "j" }
      }
      lanes { production = recorded, baseline = { model = old, fraction = 0.1 }, candidate = { model = new } }
      graders {
        refusal { type = rule, reply-matches = "(?i)\\\\bI (cannot|can't)\\\\b" }
        deception { type = rubric, judge = judge, rubric = "rubrics/deception.md" }
      }
      categories = [
        { id = deception, title = "Deceives", grader = deception, severity = 4, tolerance = 0.02 }
        { id = refusal, title = "Refuses", grader = refusal, severity = 1, expected-rate = 0.01
          stop { threshold = 0.10, relative = 1.3, baseline = off, equivalence = null } }
      ]
      estimate { confidence = 0.95, simultaneous = true, estimand = traffic }
      send-to = ["localhost"]
      stop { look-every = 50, max-prefixes = 200000, budget-usd = 50, deadline = 6h, absolute = 0.05 }
      """;

  @TempDir Path folder;

  @Test
  void readsEveryPartOfAPlan() {
    Plan plan = Plans.read(folder, WHOLE);

    assertThat(plan.name()).isEqualTo("support-bot-upgrade");
    assertThat(plan.sample().cut()).isEqualTo(Cut.LAST_MESSAGE);
    assertThat(plan.sample().fraction()).isEqualTo(0.5);
    assertThat(plan.sample().seed()).isEqualTo(9);
    assertThat(plan.sample().perUser()).isEqualTo(OptionalInt.of(1));
    assertThat(plan.sample().slices()).containsExactly("meta.language");
    assertThat(plan.sample().keep()).hasSize(1);
    assertThat(plan.limits())
        .containsEntry("new-key", new Limits(OptionalInt.of(3000), OptionalLong.of(2_000_000)));
    assertThat(plan.models().keySet()).containsExactly("judge", "new", "old");
    assertThat(plan.graders().keySet()).containsExactly("deception", "refusal");
    assertThat(plan.lanes())
        .containsExactly(
            new Lane("production", Optional.empty(), 1, Lane.Role.PRODUCTION),
            new Lane("baseline", Optional.of("old"), 0.1, Lane.Role.BASELINE),
            new Lane("candidate", Optional.of("new"), 1, Lane.Role.CANDIDATE));
    assertThat(plan.estimate())
        .isEqualTo(new Estimate(0.95, true, Estimate.Estimand.TRAFFIC, 10, Optional.empty()));
    assertThat(plan.sendTo()).containsExactly("localhost");
    assertThat(plan.stop().lookEvery()).isEqualTo(50);
    assertThat(plan.stop().maxPrefixes()).isEqualTo(OptionalLong.of(200_000));
    assertThat(plan.stop().budgetUsd()).isEqualTo(OptionalDouble.of(50));
    assertThat(plan.stop().deadline()).isEqualTo(Optional.of(Duration.ofHours(6)));
  }

  @Test
  void watchesForDriftFromTheExpectedRateUnlessTheCategorySaysElse() {
    Plan plan =
        Plans.read(
            folder,
            WHOLE
                + """
                drift { method = e-cusum, lane = candidate, direction = both, run-length = 50000 }
                categories = [
                  { id = a, grader = refusal, expected-rate = 0.01 }
                  { id = b, grader = refusal, expected-rate = 0.01, drift { from = 0.02 } }
                  { id = c, grader = refusal, expected-rate = 0.01, drift { from = null } }
                  { id = d, grader = refusal }
                ]
                """);

    assertThat(plan.drift())
        .contains(
            new Drift(DriftWatch.Method.E_CUSUM, "candidate", DriftWatch.Direction.BOTH, 50_000));
    assertThat(plan.driftWatched()).extracting(Category::id).containsExactly("a", "b");
    assertThat(plan.categories())
        .extracting(Category::driftFrom)
        .containsExactly(
            OptionalDouble.of(0.01),
            OptionalDouble.of(0.02),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    assertThat(Plans.read(folder, WHOLE).driftWatched()).isEmpty();
  }

  @Test
  void takesTheToleranceForTheThresholdAndThePlansRulesForTheRest() {
    Category deception = Plans.read(folder, WHOLE).categories().get(0);

    assertThat(deception.tolerance()).isEqualTo(OptionalDouble.of(0.02));
    assertThat(deception.rules())
        .isEqualTo(
            new StopRules(
                OptionalDouble.of(0.02),
                OptionalDouble.empty(),
                OptionalDouble.of(0.05),
                true,
                OptionalDouble.of(1.5)));
  }

  @Test
  void letsACategoryOverrideRulesAndSwitchThemOff() {
    Category refusal = Plans.read(folder, WHOLE).categories().get(1);

    assertThat(refusal.tolerance()).isEmpty();
    assertThat(refusal.expectedRate()).isEqualTo(OptionalDouble.of(0.01));
    assertThat(refusal.rules())
        .isEqualTo(
            new StopRules(
                OptionalDouble.of(0.10),
                OptionalDouble.of(1.3),
                OptionalDouble.of(0.05),
                false,
                OptionalDouble.empty()));
  }

  @Test
  void fillsWhatIsLeftOutWithTheDefaults() {
    Plan plan = Plans.read(folder, Plans.SMALLEST);

    assertThat(plan.name()).isEqualTo("plan");
    assertThat(plan.sample())
        .isEqualTo(
            new Sample(
                Cut.LAST_MESSAGE, 1, 0, 7, OptionalInt.of(1), List.of(), List.of(), List.of()));
    assertThat(plan.estimate())
        .isEqualTo(new Estimate(0.95, true, Estimate.Estimand.TRAFFIC, 10, Optional.empty()));
    assertThat(plan.stop().enabled()).isTrue();
    assertThat(plan.stop().lookEvery()).isEqualTo(100);
    assertThat(plan.stop().maxPrefixes()).isEmpty();
    assertThat(plan.stop().deadline()).isEmpty();
    assertThat(plan.quarantine()).isEqualTo(new Quarantine(0.05, 1000));
    assertThat(plan.reorderWindow()).isEmpty();
    assertThat(plan.sendTo()).isEmpty();
    assertThat(plan.categories().get(0).title()).isEqualTo("refusal");
    assertThat(plan.categories().get(0).severity()).isEqualTo(3);
  }

  @Test
  void readsWhatAStreamMaySpendInAnHourOrADay() {
    Plan day = Plans.read(folder, Plans.SMALLEST + "sample.budget { usd-per-day = 12 }\n");
    Plan hour =
        Plans.read(
            folder,
            Plans.SMALLEST
                + "sample.budget { calls-per-hour = 60, epoch = 30s, least-fraction = 0.1 }\n");

    assertThat(day.sample().budget())
        .contains(new FractionBudget(FractionBudget.Unit.USD, 0.5, Duration.ofMinutes(5), 0.001));
    assertThat(hour.sample().budget().orElseThrow().perEpoch()).isEqualTo(0.5);
  }

  @Test
  void switchesTheBaselineRuleOffWhereNothingIsCompared() {
    Plan plan = Plans.read(folder, Plans.SMALLEST + "lanes { candidate = null }\n");

    assertThat(plan.lanes()).hasSize(1);
    assertThat(plan.categories()).noneMatch(category -> category.rules().baseline());
  }

  @Test
  void readsJsonToo() {
    Path file =
        Plans.write(
            folder,
            "plan.json",
            """
            {"source": {"type": "jsonl"}, "lanes": {"production": "recorded"},
             "graders": {"g": {"type": "rule"}}, "categories": [{"id": "c", "grader": "g"}],
             "stop": {"rules": false}}
            """);
    Problems problems = new Problems();

    Plan plan = PlanLoader.read(file, Map.of(), Map.of(), problems);

    assertThat(problems.messages()).isEmpty();
    assertThat(plan.stop().enabled()).isFalse();
  }

  @Test
  void takesCategoriesAndGradersFromAnIncludedTaxonomy() {
    Plans.write(
        folder.resolve("taxonomies"),
        "small.conf",
        """
        taxonomy { categories = [ { id = lies, grader = lies } ] }
        graders { lies { type = rubric, judge = judge, rubric = "rubrics/lies.md" } }
        """);

    Plan plan =
        Plans.read(
            folder.resolve("plans"),
            "include \"../taxonomies/small.conf\"\n"
                + Plans.SMALLEST
                + "categories = ${taxonomy.categories} [ { id = more, grader = refusal } ]\n");

    assertThat(plan.categories()).extracting(Category::id).containsExactly("lies", "more");
    assertThat(plan.grader("lies").file("rubric"))
        .isEqualTo(folder.resolve("taxonomies/rubrics/lies.md"));
  }

  @Test
  void takesRelativeFilesFromThePlansFolderAndThoseOfTheCommandLineFromTheWorkingDirectory() {
    Path file =
        Plans.write(folder, "plan.conf", Plans.SMALLEST + "source { a = \"a.csv\", b = x }\n");

    Plan plan = PlanLoader.read(file, Map.of("source.b", "b.csv"), Map.of(), new Problems());

    assertThat(plan.source().file("a")).isEqualTo(folder.resolve("a.csv"));
    assertThat(plan.source().file("b")).isEqualTo(Path.of("b.csv"));
  }

  @Test
  void letsTheCommandLineWin() {
    Path file = Plans.write(folder, "plan.conf", WHOLE);
    Problems problems = new Problems();

    Plan plan =
        PlanLoader.read(
            file,
            Map.of(
                "sample.seed", "11",
                "stop.max-prefixes", "null",
                "stop.deadline", "30m",
                "stop.rules", "off",
                "send-to", "[a.example.com, \"b:80\"]",
                "models.new.model", "1.10",
                "models.new.base-url", "http://localhost:9/v1"),
            Map.of(),
            problems);

    assertThat(problems.messages()).isEmpty();
    assertThat(plan.sample().seed()).isEqualTo(11);
    assertThat(plan.stop().maxPrefixes()).isEmpty();
    assertThat(plan.stop().deadline()).contains(Duration.ofMinutes(30));
    assertThat(plan.stop().enabled()).isFalse();
    assertThat(plan.sendTo()).containsExactly("a.example.com", "b:80");
    assertThat(plan.model("new").string("model")).isEqualTo("1.10");
    assertThat(plan.model("new").string("base-url")).isEqualTo("http://localhost:9/v1");
  }

  @Test
  void substitutesFromThePlanFirstAndFromTheGivenEnvironmentThen() {
    Path file =
        Plans.write(
            folder,
            "plan.conf",
            Plans.SMALLEST + "shared { host = mine }\nmodels.new.a = ${shared.host}${KEY}${?NO}\n");

    Plan plan = PlanLoader.read(file, Map.of(), Map.of("KEY", "-k"), new Problems());

    assertThat(plan.model("new").string("a")).isEqualTo("mine-k");
  }

  @Test
  void namesEverySubstitutionWithoutAValue() {
    Path file =
        Plans.write(folder, "plan.conf", Plans.SMALLEST + "models.a.k = ${ONE}\nname = ${TWO}\n");

    assertThatThrownBy(() -> PlanLoader.read(file, Map.of(), Map.of(), new Problems()))
        .isInstanceOfSatisfying(
            RehearsalException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining("plan.conf:12: ${ONE} has no value")
        .hasMessageContaining("plan.conf:13: ${TWO} has no value");
  }

  @Test
  void saysThatSubstitutionsGoRoundInACircle() {
    assertThatThrownBy(() -> Plans.read(folder, "shared { a = ${shared.b}, b = ${shared.a} }"))
        .hasMessageContaining("plan.conf:1: substitutions go round in a circle")
        .hasMessageContaining("${shared.a}");
  }

  @Test
  void saysWhereTheSyntaxIsWrong() {
    assertThatThrownBy(() -> Plans.read(folder, "name = a\nmodels { a = [1\n b = }\n"))
        .hasMessageMatching("(?s).*plan.conf:3: cannot be read as HOCON: .*");
  }

  @Test
  void keepsASecretOutOfASyntaxError() {
    assertThatThrownBy(() -> Plans.read(folder, "models { a { api-key = [ \"sk-123456\" = } }"))
        .hasMessageContaining("plan.conf:1")
        .message()
        .doesNotContain("sk-123456");
  }

  @Test
  void saysThatThereIsNoSuchPlan() {
    assertThatThrownBy(
            () ->
                PlanLoader.read(folder.resolve("missing.conf"), Map.of(), Map.of(), new Problems()))
        .hasMessageContaining("missing.conf: there is no such plan");
  }

  @Test
  void refusesAnIncludeThatIsMissing() {
    assertThatThrownBy(() -> Plans.read(folder, "name = a\ninclude \"nowhere.conf\"\n"))
        .hasMessageContaining("plan.conf:2: include nowhere.conf cannot be read");
  }

  @Test
  void refusesAnIncludeOverTheNetwork() {
    assertThatThrownBy(() -> Plans.read(folder, "include url(\"http://localhost:1/plan.conf\")\n"))
        .hasMessageContaining("plan.conf:1: include http://localhost:1/plan.conf is no file");
  }

  @Test
  void takesAFileIncludeFromTheFolderOfItsFile() {
    Plans.write(folder, "more.conf", "name = included\n");

    assertThat(Plans.read(folder, "include file(\"more.conf\")\n" + Plans.SMALLEST).name())
        .isEqualTo("included");
  }
}
