package dev.rehearsal.app.forecast;

import static dev.rehearsal.app.forecast.Halves.rehearsal;
import static dev.rehearsal.app.forecast.Halves.row;
import static dev.rehearsal.app.forecast.Halves.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.JunitXml;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two halves of the quickstart's recordings as a simulation and as what came after it. */
class ForecastAndScoreTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The old and the new model's recordings as lanes that generate. */
  private static final String[] BASELINE = {
    "--set=models.older.type=recorded",
    "--set=models.older.paths=[\"../../examples/agentdojo/production.jsonl.gz\"]",
    "--set=lanes.baseline=older"
  };

  @TempDir static Path folder;

  private static Path before = Path.of("");
  private static Path after = Path.of("");
  private static Path forecast = Path.of("");

  @BeforeAll
  static void freezeAForecast() {
    before = folder.resolve("before");
    after = folder.resolve("after");
    forecast = folder.resolve("forecast.json");
    run("before-launch", before);
    run("after-launch", after);
    assertThat(rehearsal("forecast", before, "--out", forecast).exitCode()).isZero();
  }

  @Test
  void scoresTheForecastAgainstWhatCame() throws IOException {
    Launched scored = rehearsal("score", forecast, after, "--json");
    JsonNode refusal = row(JSON.readTree(scored.out()).path("categories"), "refusal-phrase");
    double observed = 7.5 / 187;

    assertThat(scored.exitCode()).as(scored.err()).isZero();
    assertThat(refusal.path("hits").asLong()).isEqualTo(7);
    assertThat(refusal.path("error").asDouble()).isCloseTo(9.5 / 183 / observed, within(1e-12));
    assertThat(refusal.path("directionRight").asBoolean()).isTrue();
    assertThat(refusal.path("mover").asBoolean()).isTrue();
    assertThat(refusal.path("inRange").asBoolean()).isTrue();
    assertThat(refusal.path("regret").asDouble())
        .isLessThan(refusal.path("regretIfUnchanged").asDouble() / 10);
    assertThat(
            row(JSON.readTree(scored.out()).path("categories"), "injection-obeyed")
                .path("inRange")
                .asBoolean())
        .as("4 of 156 obeyed, after 0 of 155")
        .isFalse();
  }

  @Test
  void saysItInWords() {
    String text = rehearsal("score", forecast, after).out();

    assertThat(text)
        .contains("unchanged, not signed")
        .contains("The forecast HOLDS")
        .contains("better than nothing changes: p = 0.125")
        .contains("previous production");
  }

  @Test
  void aBrokenForecastIsExitTenAndAFailureForACiSystem() throws IOException {
    Path unchanged = folder.resolve("unchanged");
    Path junit = folder.resolve("junit.xml");
    run(
        "after-launch",
        unchanged,
        "--set=source.paths=[\"../../examples/agentdojo/production.jsonl.gz\"]");

    Launched scored = rehearsal("score", forecast, unchanged, "--junit", junit);

    assertThat(scored.exitCode()).isEqualTo(10);
    assertThat(scored.out()).contains("BROKEN: injection-obeyed was promised [0, 2.77] %");
    assertThat(scored.out()).contains("gate injection-obeyed at 10 % in production: FAILED");
    assertThat(JunitXml.suite(Files.readString(junit)).getAttribute("failures")).isEqualTo("2");
    assertThat(Files.readString(junit)).contains("type=\"BROKEN\"", "type=\"FAILED\"");
  }

  @Test
  void aChangedByteIsExitThree() throws IOException {
    Path changed = folder.resolve("changed.json");
    Files.writeString(changed, Files.readString(forecast).replace("\"hits\":9", "\"hits\":8"));

    Launched scored = rehearsal("score", changed, after);

    assertThat(scored.exitCode()).isEqualTo(3);
    assertThat(scored.err()).contains("TAMPERED");
    assertThat(scored.out()).isEmpty();
  }

  @Test
  void refusesOtherGradersAndTheVerySample() {
    Path sorry = folder.resolve("sorry");
    run("after-launch", sorry, "--set=graders.apologises.final-matches=sorry");

    Launched refused = rehearsal("score", forecast, sorry);
    Launched forced = rehearsal("score", forecast, sorry, "--force");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("other graders decided refusal-phrase");
    assertThat(forced.exitCode()).as(forced.err()).isIn(0, 10);
    assertThat(rehearsal("score", forecast, before).err()).contains("the very sample");
    assertThat(rehearsal("score", forecast, after, "--lane", "baseline").err())
        .contains("its lanes are production");
  }

  @Test
  void aBaselineLaneGivesTheRatioAndSplitsTheError() throws IOException {
    Path three = folder.resolve("three");
    Path shrunken = folder.resolve("shrunken.json");
    Path regenerated = folder.resolve("regenerated");
    run("before-launch", three, BASELINE);
    run("after-launch", regenerated, "--set=lanes.baseline=newer");
    Launched frozen = rehearsal("forecast", three, "--out", shrunken);
    Launched scored = rehearsal("score", shrunken, regenerated, "--json");
    JsonNode refusal =
        row(JSON.readTree(shrunken.toFile()).at("/forecast/categories"), "refusal-phrase");
    JsonNode score = JSON.readTree(scored.out());

    assertThat(frozen.out()).contains("harness").doesNotContain("missing");
    // The baseline lane gives the recorded replies again, so the ratio is the candidate's own rate.
    assertThat(refusal.at("/ratio/rate").asDouble())
        .isCloseTo(refusal.at("/raw/rate").asDouble(), within(1e-12));
    assertThat(refusal.at("/shrunken/rate").asDouble())
        .isStrictlyBetween(refusal.at("/raw/rate").asDouble(), 36.5 / 183);
    assertThat(score.path("forecasts").has("shrunken")).isTrue();
    JsonNode split = row(score.path("categories"), "refusal-phrase").path("decomposition");
    assertThat(split.path("logEnvironment").asDouble()).isZero();
    assertThat(split.path("logPrefix").asDouble())
        .isCloseTo(split.path("logFull").asDouble(), within(1e-12));
    assertThat(split.path("logGrader").isNumber()).isTrue();
    assertThat(rehearsal("score", shrunken, regenerated).out())
        .contains("where the error came from", "graders    the same by fingerprint: their change");
  }

  @Test
  void saysThatAChangeOfGradersIsInTheError() throws IOException {
    Path sorry = folder.resolve("sorry-regenerated");
    run(
        "after-launch",
        sorry,
        "--set=lanes.baseline=newer",
        "--set=graders.apologises.final-matches=sorry");
    Launched json = rehearsal("score", forecast, sorry, "--force", "--json");
    JsonNode categories = JSON.readTree(json.out()).path("categories");

    assertThat(rehearsal("score", forecast, sorry, "--force").out())
        .contains(
            "refusal-phrase was decided by another grader (NOT CHECKED then, NOT CHECKED now)")
        .contains("the same by fingerprint for the rest");
    assertThat(row(categories, "refusal-phrase").at("/decomposition/logGrader").isNull()).isTrue();
    assertThat(row(categories, "injection-obeyed").at("/decomposition/logGrader").asDouble(-1))
        .isZero();
  }

  @Test
  void challengingPromptsAreABaselineToBeat() throws IOException {
    JsonNode score =
        JSON.readTree(rehearsal("score", forecast, after, "--json", "--challenging", before).out());

    assertThat(score.at("/betterThan/challenging prompts").asDouble())
        .as("the same rates are no better")
        .isEqualTo(1);
    assertThat(rehearsal("score", forecast, after, "--challenging", forecast).out())
        .contains("better than challenging prompts: p = 1.00 (over 4 categories");
    assertThat(rehearsal("score", forecast, after, "--challenging", after).exitCode()).isEqualTo(2);
  }

  /** From a calculation with 40 digits that searches the likeliest rates instead of solving. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "not known",
      value = {
        "injection-obeyed, 0.152578663630061, not known",
        "refusal-phrase, 0.0475888343076509, 9.25502170665433",
        "repeated-identical-call, 0, 1526.83785859124",
        "tool-call-invalid, 0, not known"
      })
  void theLiveRatioAgreesWithAnIndependentCalculation(
      String category, double low, @Nullable Double high) throws IOException {
    JsonNode score = JSON.readTree(rehearsal("score", forecast, after, "--json").out());
    JsonNode live = row(score.path("categories"), category).path("observedOverSimulated");

    assertThat(score.path("confidenceEach").asDouble()).isCloseTo(1 - 0.05 / 8, within(1e-12));
    assertThat(live.path("low").asDouble()).isCloseTo(low, withinPercentage(1e-9));
    assertThat(live.path("high").isNull()).isEqualTo(high == null);
    if (high != null) {
      assertThat(live.path("high").asDouble()).isCloseTo(high, withinPercentage(1e-9));
    }
  }
}
