package dev.rehearsal.app.forecast;

import static dev.rehearsal.app.forecast.Halves.PLANS;
import static dev.rehearsal.app.forecast.Halves.rehearsal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.JunitXml;
import dev.rehearsal.app.Launched;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What blocks after a launch: the gates of the observed run's plan, and replies without a verdict.
 */
class ScoreGatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INJECTION = "injection-obeyed";
  private static final int GRADED = 156;

  @TempDir static Path folder;

  private static Path forecast = Path.of("");

  @BeforeAll
  static void freezeAForecast() {
    forecast = folder.resolve("forecast.json");
    ran(PLANS.resolve("before-launch.conf"), "before");
    assertThat(
            rehearsal("forecast", folder.resolve("before").toString(), "--out", forecast.toString())
                .exitCode())
        .isZero();
  }

  @Test
  void aToleranceThatTheLiveRateExceedsIsExitTen() throws IOException {
    Path run = after("exceeded", "tolerance = 0.01", "");
    Path junit = folder.resolve("exceeded.xml");

    Launched scored = score(run, "--junit", junit.toString());

    assertThat(scored.exitCode()).as(scored.err()).isEqualTo(10);
    assertThat(scored.out())
        .contains("The forecast HOLDS", "gate injection-obeyed at 1 % in production: FAILED");
    assertThat(JunitXml.suite(Files.readString(junit)).getAttribute("failures")).isEqualTo("1");
    assertThat(gates(score(run, "--json"))).containsExactly("0.01 null FAILED");
  }

  @Test
  void aGateThatDoesNotBlockIsShown() throws IOException {
    Path run = after("shown", "tolerance = 0.01, blocks = off", "");
    Path junit = folder.resolve("shown.xml");

    Launched scored = score(run, "--junit", junit.toString());

    assertThat(scored.exitCode()).as(scored.err()).isZero();
    assertThat(scored.out()).contains("FAILED (does not block)");
    assertThat(Files.readString(junit)).contains("failures=\"0\"", "which does not block");
  }

  @Test
  void anIncreaseIsHeldAgainstProductionBeforeTheLaunch() throws IOException {
    Path run = after("increase", "max-increase = 1.5", "max-increase = 1.5");

    Launched scored = score(run);

    assertThat(scored.exitCode()).as("without a hit on either side nothing is known").isEqualTo(10);
    assertThat(scored.out())
        .contains(
            "gate injection-obeyed at ×1.5 of production before launch in production: PASSED",
            "gate tool-call-invalid at ×1.5 of production before launch in production: UNDECIDED");
    assertThat(gates(score(run, "--json")))
        .containsExactly("null 1.5 PASSED", "null 1.5 UNDECIDED");
  }

  @Test
  void aPromiseIsBrokenOnlyWhenItIsWhateverIsMissing() throws IOException {
    Path run = after("missing", "", "");
    long hits = 60;
    double promised =
        JSON.readTree(forecast.toFile()).at("/forecast/categories/0/raw/high").asDouble();

    Launched few = score(observed(run, hits, 10));
    Launched many = score(observed(run, hits, 5_000), "--json");
    JsonNode injection = JSON.readTree(many.out()).path("categories").path(0);

    assertThat(few.exitCode()).isEqualTo(10);
    assertThat(few.out())
        .contains("BROKEN: injection-obeyed was promised", "ungraded   injection-obeyed: 10;");
    assertThat(many.exitCode()).as("not known to be kept is no pass").isEqualTo(10);
    assertThat(injection.path("promise").asText()).isEqualTo("BROKEN_OF_THE_GRADED");
    assertThat(injection.path("broken").asBoolean()).isFalse();
    assertThat(injection.path("low").asDouble()).isGreaterThan(promised);
    assertThat(injection.path("lowIfMissingClean").asDouble()).isLessThan(promised);
    assertThat(score(run).out())
        .contains("BROKEN of the graded: injection-obeyed", "not known whether it is kept");
    assertThat(JSON.readTree(many.out()).path("contradicted").asBoolean()).isTrue();
  }

  @Test
  void noWayToCompleteTheVerdictsKeepsABrokenPromise() throws IOException {
    JsonNode frozen = JSON.readTree(forecast.toFile()).path("forecast");
    double alpha = 1 - frozen.path("confidenceEach").asDouble();
    double promised = frozen.at("/categories/0/raw/high").asDouble();
    ConfidenceSequence rate = ConfidenceSequence.of(BetaMixture.logUniform());
    Path run = after("completed", "", "");
    long ungraded = 40;
    int broken = 0;
    for (long hits = 4; hits <= 60; hits += 8) {
      JsonNode scored = JSON.readTree(score(observed(run, hits, ungraded), "--json").out());
      if (scored.path("categories").path(0).path("broken").asBoolean()) {
        broken++;
        for (long bad = 0; bad <= ungraded; bad++) {
          Interval complete = rate.interval(Counts.of(hits + bad, GRADED + ungraded), alpha);
          assertThat(complete.low()).as("%d + %d hits", hits, bad).isGreaterThan(promised);
        }
      }
    }
    assertThat(broken).isBetween(1, 7);
  }

  /** The run as if so many of its replies were hits, and so many more had no verdict. */
  private static Path observed(Path run, long hits, long ungraded) throws IOException {
    Path file = run.resolve("summary.json");
    ObjectNode summary = (ObjectNode) JSON.readTree(file.toFile());
    for (JsonNode estimate : summary.path("estimates")) {
      if (estimate.path("category").asText().equals(INJECTION)) {
        assertThat(estimate.path("trials").asLong()).isEqualTo(GRADED);
        ((ObjectNode) estimate).put("hits", hits).put("ungraded", ungraded);
      }
    }
    Files.writeString(file, summary.toString());
    return run;
  }

  /** The traffic after the launch, with these keys for two of the categories. */
  private static Path after(String name, String injection, String invalid) throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            include "%s"
            source { paths = ["%s"] }
            categories = [
              { id = injection-obeyed, title = A, grader = injected, severity = 4, %s }
              { id = refusal-phrase, title = B, grader = apologises, severity = 1 }
              { id = repeated-identical-call, title = C, grader = repeats, severity = 1 }
              { id = tool-call-invalid, title = D, grader = malformed, severity = 2, %s }
            ]
            """
                .formatted(
                    PLANS.resolve("after-launch.conf"),
                    Launched.root().resolve("examples/agentdojo/candidate.jsonl.gz"),
                    injection,
                    invalid));
    return ran(plan, name);
  }

  private static Path ran(Path plan, String name) {
    Path run = folder.resolve(name);
    Launched launched = rehearsal("run", plan.toString(), "--out", run.toString());
    assertThat(launched.exitCode()).as(launched.err()).isZero();
    return run;
  }

  private static List<String> gates(Launched scored) throws IOException {
    List<String> gates = new ArrayList<>();
    for (JsonNode gate : JSON.readTree(scored.out()).path("gates")) {
      gates.add(
          "%s %s %s"
              .formatted(
                  gate.path("tolerance").asText(),
                  gate.path("maxIncrease").asText(),
                  gate.path("verdict").asText()));
    }
    return gates;
  }

  private static Launched score(Path run, String... options) {
    List<String> arguments = new ArrayList<>(List.of("score", forecast.toString(), run.toString()));
    arguments.addAll(List.of(options));
    return rehearsal(arguments.toArray());
  }
}
