package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDigestTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name = other",
        "source.paths = [elsewhere.jsonl]",
        "limits.key.requests-per-minute = 3",
        "models.new.base-url = \"http://localhost:9\"",
        "models.new.api-key = other",
        "models.new.price { input-per-million = 3 }",
        "send-to = [localhost]",
        "stop.max-prefixes = 5",
        "stop.budget-usd = 5",
        "stop.budget-tokens = 5",
        "stop.budget-calls = 5",
        "stop.deadline = 5h",
        "quarantine.max-share = 0.5",
        "lanes.candidate { model = new, samples = 1 }",
        "reorder-window = 9",
        "categories = [ { id = refusal, grader = refusal, severity = 5 }"
            + ", { id = lies, grader = lies, stop { threshold = 0.02 } } ]"
      })
  void staysTheSameWhenNoObservationCanChange(String added) {
    assertThat(digest(added)).isEqualTo(digest(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample.seed = 8",
        "sample { unit = user, per-user = null }, lanes.baseline = null",
        "sample.fraction = 0.9",
        "sample { fraction = 0.5, skip = 0.5 }",
        "sample.cut = last-turn, lanes.candidate = tape",
        "sample.keep = [ { field = a, equals = 1 } ]",
        "sample.drop = [ { field = a, exists = on } ]",
        "sample.drop = [ { field = a, matches = b } ]",
        "sample.slices = [ a ]",
        "sample.strata { field = a, fractions { b = 0.5 } }",
        "lanes.baseline = old",
        "lanes.candidate = old",
        "lanes.candidate { model = new, fraction = 0.5 }",
        "lanes.candidate { model = new, samples = 2 }",
        "categories = ${categories} [ { id = more, grader = lies } ]",
        "categories = [ { id = refusal, grader = refusal }"
            + ", { id = lies, grader = lies, tolerance = 0.03 } ]",
        "categories = [ { id = refusal, grader = refusal, weight = 2 }"
            + ", { id = lies, grader = lies, tolerance = 0.02 } ]",
        "estimate.confidence = 0.9",
        "estimate.simultaneous = off",
        "estimate.estimand = log",
        "estimate.missing-times-as-bad = 5",
        "sample.slices = [ a ], estimate.target-mix { field = a, shares { b = 1 } }",
        "stop.look-every = 10",
        "stop.rules = off",
        "stop.futility = 0.05",
        "stop.relative = 2",
        "stop.absolute = 0.1",
        "stop.baseline = off",
        "stop.equivalence = 2"
      })
  void changesWithWhateverCanChangeAnObservation(String added) {
    assertThat(digest(added)).isNotEqualTo(digest(""));
  }

  @Test
  void coversThePrefixesToComeOnlyWhereCategoriesAreGivenUp() {
    assertThat(digest("stop.futility = 0.05, stop.max-prefixes = 5"))
        .isNotEqualTo(digest("stop.futility = 0.05, stop.max-prefixes = 6"));
  }

  @Test
  void coversWhatIsDrawnOfEachStratum() {
    String drawn = "sample.strata { field = a, fractions { b = 0.5, c = 1 } }";

    assertThat(digest(drawn))
        .isNotEqualTo(digest(drawn.replace("0.5", "0.4")))
        .isNotEqualTo(digest(drawn.replace("b =", "d =")))
        .isNotEqualTo(digest(drawn.replace("field = a", "field = e")))
        .isNotEqualTo(digest(drawn + ", sample.strata.otherwise = 0.5"))
        .isEqualTo(digest("sample.slices = [ a ], " + drawn));
  }

  @Test
  void changesWithWhatTheOwnersSayOfTheirParts() {
    Plan plan = Plans.read(folder, Plans.SMALLEST);

    assertThat(PlanDigest.of(plan, Map.of("grader.lies", TextNode.valueOf("a"))))
        .isNotEqualTo(PlanDigest.of(plan, Map.of("grader.lies", TextNode.valueOf("b"))))
        .isNotEqualTo(PlanDigest.of(plan, Map.of()));
  }

  @Test
  void namesTaxonomyAndSampleApart() {
    Plan plan = Plans.read(folder, Plans.SMALLEST);
    Plan seeded = Plans.read(folder, Plans.SMALLEST + "sample.seed = 9\n");

    assertThat(PlanDigest.taxonomy(seeded)).isEqualTo(PlanDigest.taxonomy(plan));
    assertThat(PlanDigest.sample(seeded)).isNotEqualTo(PlanDigest.sample(plan));
  }

  /** ADR 155: the hashes are those of the version before it. */
  @Test
  void samplesOtherwiseThanBeforeWithACapAndAsBeforeWithout() {
    Plan capped = Plans.read(folder, Plans.SMALLEST);
    Plan uncapped =
        Plans.read(folder, Plans.SMALLEST + "sample.per-user = null\nestimate.estimand = log\n");

    assertThat(PlanDigest.sample(capped))
        .isNotEqualTo("32d223e77646d51fbee4015649853c45e2b62f26109a5888ce20b5af24716353");
    assertThat(PlanDigest.sample(uncapped))
        .isEqualTo("e0bd77762ab7f4b2cb891150eecf30891ffc51b33fc797c62026a20ed56cb4ca");
  }

  private String digest(String added) {
    return PlanDigest.of(Plans.read(folder, Plans.SMALLEST + added + "\n"), Map.of());
  }
}
