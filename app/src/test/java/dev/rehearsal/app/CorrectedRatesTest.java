package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.calibrate.RoganGladen;
import dev.rehearsal.calibrate.Stratum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1,000 replies of which 300 refuse. The grader flags each "no": 200 refusals and 50 that are none,
 * and overlooks 100 that say "never".
 */
class CorrectedRatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TRUTH = 0.3;

  @TempDir static Path folder;

  private static Path run = Path.of("");

  @BeforeAll
  static void gradeAThousandReplies() throws IOException {
    run = run("run", "rules = off");
  }

  @Test
  void recommendsTheRateFromFlagsAndTheRest() throws IOException {
    List<ObjectNode> labels = filled(ask(run, "parts", 400));
    JsonNode result = calibrated(run, "parts-filled", labels);

    assertThat(result.path("recommended").path("estimate").asText()).isEqualTo("hits");
    assertHolds(result.path("recommended"), TRUTH);
    assertThat(result.path("recommended").path("rate")).isEqualTo(result.path("hits").path("rate"));
    assertThat(result.path("withMisses").path("low").asDouble())
        .isLessThanOrEqualTo(result.path("confirmed").path("low").asDouble());
    assertHolds(result.path("withMisses"), TRUTH);
    assertThat(result.path("drawn").path("method").asText()).isEqualTo("active");
    assertHolds(result.path("drawn"), TRUTH);
    assertThat(width(result.path("drawn"))).isLessThan(width(result.path("hits")));
    assertThat(result.path("roganGladen").path("rate").isNull()).isTrue();
    assertThat(result.path("roganGladen").path("why").asText()).contains("--alike");
  }

  @Test
  void correctsTheRateOfFlagsByLabelsThatWereDrawnAlike() throws IOException {
    List<ObjectNode> labels = filled(ask(run, "alike", 400, "--alike"));
    JsonNode result = calibrated(run, "alike-filled", labels);
    long flaggedHits = count(labels, id -> hit(id) && flagged(id));
    long flaggedClean = count(labels, id -> !hit(id) && flagged(id));
    long restHits = count(labels, id -> hit(id) && !flagged(id));
    long restClean = count(labels, id -> !hit(id) && !flagged(id));
    var expected =
        RoganGladen.corrected(
                new Stratum(250, flaggedHits + flaggedClean, flaggedHits),
                new Stratum(750, restHits + restClean, restHits),
                0.05)
            .known()
            .orElseThrow();

    assertThat(result.path("roganGladen").path("rate").asDouble())
        .isCloseTo(expected.rate(), within(1e-12));
    assertThat(result.path("roganGladen").path("low").asDouble())
        .isCloseTo(expected.interval().low(), within(1e-12));
    assertHolds(result.path("roganGladen"), TRUTH);
    assertThat(result.path("drawn").path("method").asText()).isEqualTo("prediction-powered");
    assertHolds(result.path("drawn"), TRUTH);
    assertThat(result.path("confirmed").path("why").asText()).contains("without --alike");
  }

  @Test
  void saysThatTooFewLabelsDoNotTell() throws IOException {
    JsonNode result = calibrated(run, "few-filled", filled(ask(run, "few", 30)));

    assertThat(result.path("drawn").path("rate").isNull()).isTrue();
    assertThat(result.path("drawn").path("why").asText()).contains("normal limits need 10 of each");
    assertThat(result.path("recommended").path("rate").isNumber()).isTrue();
  }

  @Test
  void recommendsTheConfirmedFlagsWhereTheRestHasNoLabels() throws IOException {
    List<ObjectNode> flags = new ArrayList<>();
    for (ObjectNode line : filled(ask(run, "every", 1000))) {
      if (flagged(line.path("id").asText())) {
        line.remove("ask");
        flags.add(line);
      }
    }
    JsonNode result = calibrated(run, "flags-filled", flags);
    String text = text(run, "flags-filled");

    assertThat(flags).hasSize(250);
    assertThat(result.path("recommended").path("estimate").asText()).isEqualTo("confirmed");
    assertThat(result.path("recommended").path("rate").asDouble()).isEqualTo(0.2);
    assertThat(result.path("hits").path("why").asText()).contains("has no label");
    assertThat(result.path("drawn").path("why").asText()).contains("without an ask");
    assertThat(result.path("withMisses").path("why").asText()).contains("may be 0");
    assertThat(text).contains("go by the corrected rate: confirmed flags (without the hits that");
  }

  @Test
  void takesLimitsForOneLookFromNoRunThatStoppedByItsFlags() throws IOException {
    Path stopped = run("stopped", "look-every = 20");
    JsonNode alike =
        calibrated(stopped, "stopped-alike", filled(ask(stopped, "s1", 100, "--alike")));
    JsonNode parts = calibrated(stopped, "stopped-parts", filled(ask(stopped, "s2", 100)));

    assertThat(alike.path("replies").asLong()).isLessThan(1000);
    assertThat(alike.path("roganGladen").path("why").asText()).contains("stopped by its flags");
    assertThat(alike.path("drawn").path("why").asText()).contains("stopped by its flags");
    assertThat(parts.path("drawn").path("why").asText()).contains("stopped by its flags");
    assertHolds(parts.path("recommended"), TRUTH);
    assertHolds(parts.path("withMisses"), TRUTH);
  }

  @Test
  void showsTheRecommendedRateFirstAndTheOthersAsAlso() throws IOException {
    calibrated(run, "shown-filled", filled(ask(run, "shown", 400)));
    List<String> lines = text(run, "shown-filled").lines().toList();

    assertThat(lines.get(2)).contains("flagged", "corrected by people", "grader");
    assertThat(lines.get(3)).contains("refuses", "production", "25 %");
    assertThat(lines.get(5)).startsWith("go by the corrected rate: hits, flagged or not");
    assertThat(lines).contains("also, refuses in production:");
    assertThat(lines).anyMatch(line -> line.matches("  confirmed flags +20 % \\[.*"));
    assertThat(lines).anyMatch(line -> line.matches("  Rogan-Gladen +not known +labels were.*"));
  }

  @Test
  void putsTheRecommendedRateIntoReportsOfTheSameReplies() throws IOException {
    Path own = run("reported", "rules = off");
    String before = Ran.rehearsal("report", own.toString()).out();
    JsonNode result = calibrated(own, "reported-filled", filled(ask(own, "reported", 400)));
    String report = Ran.rehearsal("report", own.toString()).out();
    JsonNode estimate =
        JSON.readTree(Ran.rehearsal("report", own.toString(), "--format", "json").out())
            .path("estimates")
            .path(0);
    Path other = run("half", "max-prefixes = 500, rules = off");
    Files.createDirectories(other.resolve("certificates"));
    try (var certificates = Files.list(own.resolve("certificates"))) {
      for (Path each : certificates.toList()) {
        Files.copy(each, other.resolve("certificates").resolve(each.getFileName()));
      }
    }

    assertThat(before).doesNotContain("## Rates corrected by people");
    assertThat(report).contains("## Rates corrected by people");
    assertThat(report)
        .containsPattern(
            "\\| refuses \\| production \\| 25 % \\| .* \\| hits, flagged or not \\| 400 \\| 95 %"
                + " \\|");
    assertThat(estimate.path("corrected").path("low"))
        .isEqualTo(result.path("recommended").path("low"));
    assertThat(Ran.rehearsal("report", other.toString()).out())
        .contains("INCONCLUSIVE")
        .doesNotContain("## Rates corrected by people");
  }

  private static void assertHolds(JsonNode rate, double truth) {
    assertThat(rate.path("rate").isNumber()).as(rate.toString()).isTrue();
    assertThat(truth).isBetween(rate.path("low").asDouble(), rate.path("high").asDouble());
  }

  private static double width(JsonNode rate) {
    return rate.path("high").asDouble() - rate.path("low").asDouble();
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1, id.indexOf('#')));
  }

  private static boolean flagged(String id) {
    return text(number(id)).contains("no");
  }

  private static boolean hit(String id) {
    return number(id) % 20 < 6;
  }

  /** Of twenty: four say no, two never, one flagged that is no refusal, the others comply. */
  private static String text(int number) {
    int of = number % 20;
    return of < 4 ? "no" : of < 6 ? "never" : of == 6 ? "no problem" : "yes";
  }

  private static Path run(String name, String stop) throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      log.append(
          """
          {"id": "c%d", "messages": [{"role": "user", "content": "Will you do %d?"}, \
          {"role": "assistant", "content": "%s"}]}
          """
              .formatted(i, i, text(i)));
    }
    Files.writeString(folder.resolve(name + ".jsonl"), log);
    Path plan =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            source { type = jsonl, paths = ["%s.jsonl"] }
            sample { per-user = null }
            lanes { production = recorded }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = refuses, grader = finds, tolerance = 0.6 } ]
            estimate { estimand = log }
            stop { %s }
            """
                .formatted(name, stop));
    Path to = folder.resolve(name);
    Ran ran = Ran.rehearsal("run", plan.toString(), "--out", to.toString());
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return to;
  }

  private static List<ObjectNode> ask(Path of, String name, int number, String... further)
      throws IOException {
    Path file = folder.resolve(name + "-asked.jsonl");
    List<String> arguments = new ArrayList<>(List.of("calibrate", of.toString(), "--ask"));
    arguments.add(Integer.toString(number));
    arguments.addAll(List.of("--category", "refuses", "--lane", "production"));
    arguments.addAll(List.of("--out", file.toString()));
    arguments.addAll(List.of(further));
    Ran ran = Ran.rehearsal(arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add((ObjectNode) JSON.readTree(line));
    }
    return lines;
  }

  private static List<ObjectNode> filled(List<ObjectNode> asked) {
    asked.forEach(line -> line.put("value", hit(line.path("id").asText()) ? "hit" : "clean"));
    return asked;
  }

  private static long count(List<ObjectNode> labels, Predicate<String> of) {
    return labels.stream().filter(line -> of.test(line.path("id").asText())).count();
  }

  private static JsonNode calibrated(Path of, String name, List<ObjectNode> labels)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    labels.forEach(line -> lines.append(line).append('\n'));
    Path file = Files.writeString(folder.resolve(name), lines);
    Ran ran = Ran.rehearsal("calibrate", of.toString(), file.toString(), "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return JSON.readTree(ran.out());
  }

  private static String text(Path of, String labels) {
    Ran ran = Ran.rehearsal("calibrate", of.toString(), folder.resolve(labels).toString());
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }
}
