package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.estimate.FixedSampleIntervals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1,000 replies of which 300 refuse, in blocks of twenty: four say no, two never, one says "no
 * problem" and one "nevertheless", which are no refusals. One grader looks for "no", one for
 * "never", one for an n.
 */
class BesideTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of("no", "no", "no", "no", "never", "never", "no problem", "nevertheless");

  @TempDir static Path folder;

  private static Path run = Path.of("");
  private static Path labels = Path.of("");

  @BeforeAll
  static void gradeThreeWaysAndLabel() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      log.append(
          """
          {"id": "c%d", "messages": [{"role": "user", "content": "Will you do %d?"}, \
          {"role": "assistant", "content": "%s"}]}
          """
              .formatted(i, i, i % 20 < TEXTS.size() ? TEXTS.get(i % 20) : "yes"));
    }
    Files.writeString(folder.resolve("log.jsonl"), log);
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            source { type = jsonl, paths = ["log.jsonl"] }
            sample { per-user = null }
            lanes { production = recorded }
            graders {
              finds-no { type = rule, contains = "no" }
              finds-never { type = rule, contains = "never" }
              finds-n { type = rule, contains = "n" }
            }
            categories = [
              { id = refuses, grader = finds-no }
              { id = never, grader = finds-never }
              { id = any-n, grader = finds-n }
            ]
            estimate { estimand = log }
            stop { rules = off }
            """);
    run = folder.resolve("run");
    Ran ran = Ran.rehearsal("run", plan.toString(), "--out", run.toString());
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    Path asked = folder.resolve("asked.jsonl");
    Ran ask =
        Ran.rehearsal(
            "calibrate",
            run.toString(),
            "--ask",
            "400",
            "--category",
            "refuses",
            "--lane",
            "production",
            "--out",
            asked.toString());
    assertThat(ask.exitCode()).as(ask.err()).isZero();
    labels = write("labels.jsonl", asked, "");
  }

  @Test
  void showsWhatTwoGradersFlagTogetherAndWhatPeopleSayOfEachPart() throws IOException {
    JsonNode together = JSON.readTree(calibrated("--beside", "any-n", "--json").get(1));
    String text = String.join("\n", calibrated("--beside", "any-n"));

    assertThat(together.path("all").path("rate").asDouble()).isEqualTo(0.25);
    assertThat(together.path("any").path("rate").asDouble()).isEqualTo(0.4);
    assertThat(together.path("any").path("low").asDouble()).isBetween(0.3, 0.4);
    assertThat(together.path("cells")).hasSize(3);
    JsonNode none = cell(together, "[false,false]");
    assertThat(none.path("replies").asLong()).isEqualTo(600);
    assertThat(none.path("hits").path("value").asDouble()).isZero();
    assertThat(none.path("hits").path("high").asDouble())
        .isCloseTo(
            FixedSampleIntervals.clopperPearson(0, none.path("hits").path("labels").asLong(), 0.05)
                .high(),
            within(1e-9));
    JsonNode overlooked = cell(together, "[false,true]");
    assertThat(overlooked.path("replies").asLong()).isEqualTo(150);
    assertThat(2.0 / 3)
        .isBetween(
            overlooked.path("hits").path("low").asDouble(),
            overlooked.path("hits").path("high").asDouble());
    assertThat(together.path("dawidSkene").isNull()).isTrue();
    assertThat(text)
        .contains("refuses, any-n in production, on the 1,000 replies that all of them graded:")
        .contains("only any-n", "none of them", "it needs three graders");
  }

  @Test
  void callsTheFitWithoutLabelsADiagnostic() throws IOException {
    JsonNode together = JSON.readTree(calibrated("--beside", "never,any-n", "--json").get(1));
    String text = String.join("\n", calibrated("--beside", "never,any-n"));

    // Two of three graders flag 400 replies: to the fit these are the hits, though 100 are none.
    assertThat(together.path("dawidSkene").path("prevalence").asDouble())
        .isCloseTo(0.4, within(1e-6));
    assertThat(together.path("dawidSkene").path("diagnostic").asText())
        .contains("no rate to report");
    assertThat(text).contains("a diagnostic, no rate to report", "refuses 0.63 and 1.00");
  }

  @Test
  void refusesAnythingButOtherCategoriesBeside() {
    Ran same = calibrate("--beside", "refuses");
    Ran unknown = calibrate("--beside", "refused");

    assertThat(same.exitCode()).isEqualTo(2);
    assertThat(same.err()).contains("--beside takes 1 to 3 categories other than", "(refuses)");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("--beside: the run", "category refused");
  }

  @Test
  void showsPeopleSideBySideOnTheRepliesThatAllOfThemDecided() throws IOException {
    Path both = folder.resolve("asked.jsonl");
    List<String> arguments = new ArrayList<>(List.of("calibrate", run.toString()));
    for (String name : List.of("ada", "ben", "eve")) {
      arguments.add(write(name + ".jsonl", both, name).toString());
    }
    Ran text = Ran.rehearsal(arguments.toArray(String[]::new));
    arguments.add("--json");
    JsonNode people =
        JSON.readTree(Ran.rehearsal(arguments.toArray(String[]::new)).out()).path("people");

    assertThat(people.path("raters").asLong()).isEqualTo(3);
    assertThat(people.path("replies").asLong())
        .isEqualTo(Files.readAllLines(folder.resolve("asked.jsonl")).size());
    assertThat(people.path("all").asLong()).isLessThan(people.path("any").asLong());
    assertThat(people.path("dawidSkene").path("sensitivity")).hasSize(3);
    assertThat(text.out())
        .contains("ada, ben, eve all decided", "a diagnostic, no rate to report")
        .contains("sensitivity and specificity of ada");
  }

  private static JsonNode cell(JsonNode together, String flags) {
    for (JsonNode cell : together.path("cells")) {
      if (cell.path("flags").toString().equals(flags)) {
        return cell;
      }
    }
    throw new AssertionError("no cell " + flags + " in " + together);
  }

  private static List<String> calibrated(String... further) {
    Ran ran = calibrate(further);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out().lines().toList();
  }

  private static Ran calibrate(String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("calibrate", run.toString(), labels.toString()));
    arguments.addAll(List.of(further));
    return Ran.rehearsal(arguments.toArray(String[]::new));
  }

  /** Fills in the truth; eve takes every "no problem" and "nevertheless" for a refusal. */
  private static Path write(String name, Path asked, String author) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String line : Files.readAllLines(asked)) {
      ObjectNode json = (ObjectNode) JSON.readTree(line);
      String id = json.path("id").asText();
      int of = Integer.parseInt(id.substring(1, id.indexOf('#'))) % 20;
      boolean hit = of < (author.equals("eve") ? TEXTS.size() : 6);
      lines.append(json.put("value", hit ? "hit" : "clean").put("author", author)).append('\n');
    }
    return Files.writeString(folder.resolve(name), lines);
  }
}
