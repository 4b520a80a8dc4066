package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Path first = Path.of("");
  private static Path second = Path.of("");

  @BeforeAll
  static void runTheQuickstartTwice() {
    first = folder.resolve("first");
    second = folder.resolve("second");
    Ran.quickstart(first);
    Ran.quickstart(second);
  }

  @Test
  void agreesWithTheRunsOwnComparison() throws IOException {
    JsonNode own = JSON.readTree(first.resolve("summary.json").toFile()).path("comparisons");

    assertSame(own, compared(first.toString()));
    assertSame(own, compared(first.toString(), second.toString(), "--a-lane", "production"));
  }

  @Test
  void findsNoDifferenceBetweenARunAndItself() throws IOException {
    JsonNode result = compared(first.toString(), second.toString());

    assertThat(result.path("matched").asLong()).isEqualTo(368);
    assertThat(result.path("onlyA").asLong()).isZero();
    for (JsonNode comparison : result.path("comparisons")) {
      assertThat(comparison.path("onlyA").asLong() + comparison.path("onlyB").asLong()).isZero();
      assertThat(comparison.path("mcNemar").asDouble()).isEqualTo(1);
    }
  }

  @Test
  void comparesRunsThatShareNoPrefixAsAWhole() throws IOException {
    Path early = folder.resolve("early");
    Path late = folder.resolve("late");
    Ran.quickstart(early, "--set", "sample.fraction=0.5", "--set", "stop.rules=off");
    Ran.quickstart(
        late,
        "--set",
        "sample.fraction=0.5",
        "--set",
        "sample.skip=0.5",
        "--set",
        "stop.rules=off");
    String[] lanes = {"--a-lane", "production", "--b-lane", "candidate"};

    Ran text =
        Ran.rehearsal(
            "compare", early.toString(), late.toString(), lanes[0], lanes[1], lanes[2], lanes[3]);
    JsonNode result =
        compared(early.toString(), late.toString(), lanes[0], lanes[1], lanes[2], lanes[3]);

    assertThat(text.out()).contains("unpaired", "the two share no prefix");
    assertThat(result.path("unpaired").asBoolean()).isTrue();
    JsonNode injection = result.path("comparisons").path(0);
    assertThat(injection.path("category").asText()).isEqualTo("injection-obeyed");
    assertThat(injection.path("state").asText()).isEqualTo("DECREASED");
    assertThat(injection.path("high").asDouble()).isLessThan(1);
    assertThat(injection.path("fisher").asDouble()).isLessThan(1e-6);
  }

  @Test
  void closesAGateOnAnIncreaseAndOnAnUnknown() throws IOException {
    Path xml = folder.resolve("reports").resolve("gates.xml");
    Ran fallen =
        Ran.rehearsal(
            "compare", first.toString(), "--max-increase", "1.5", "--junit", xml.toString());
    Ran risen =
        Ran.rehearsal(
            "compare",
            first.toString(),
            second.toString(),
            "--a-lane",
            "candidate",
            "--b-lane",
            "production",
            "--max-increase",
            "1.2");

    assertThat(fallen.exitCode()).isEqualTo(10);
    assertThat(fallen.out())
        .contains(
            "gate injection-obeyed at ×1.5: PASSED", "gate tool-call-invalid at ×1.5: UNDECIDED");
    assertThat(Files.readString(xml)).contains("type=\"UNDECIDED\"", "tests=\"4\"");
    assertThat(risen.out()).contains("gate injection-obeyed at ×1.2: FAILED");
  }

  @Test
  void aGateIsNoPassWhereOneRunDidNotGradeTheCategory() throws IOException {
    Path less = folder.resolve("less");
    Ran.quickstart(
        less, "--set", "categories=[{id=injection-obeyed,grader=injected,tolerance=0.1}]");

    Ran ran =
        Ran.rehearsal(
            "compare", first.toString(), less.toString(), "--max-increase", "2", "--json");

    JsonNode result = JSON.readTree(ran.out());
    assertThat(ran.exitCode()).isEqualTo(10);
    assertThat(result.path("left"))
        .extracting(JsonNode::asText)
        .contains("refusal-phrase", "tool-call-invalid");
    assertThat(result.path("gates"))
        .anySatisfy(
            gate -> {
              assertThat(gate.path("category").asText()).isEqualTo("refusal-phrase");
              assertThat(gate.path("verdict").asText()).isEqualTo("UNDECIDED");
              assertThat(gate.path("why").asText()).isEqualTo("it was graded in one run only");
            });
  }

  @Test
  void countsMissingVerdictsAgainstTheSecondSide() throws IOException {
    Path log = folder.resolve("missing.jsonl");
    Path labels = folder.resolve("missing-labels.jsonl");
    StringBuilder lines = new StringBuilder();
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      lines.append(
          """
          {"id":"c%d","model":"old","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
          """
              .formatted(i));
      said.append(label(i, "old", i % 20 == 0));
      said.append(i % 4 == 1 ? "" : label(i, "new", false));
    }
    Files.writeString(log, lines);
    Files.writeString(labels, said);
    Files.writeString(
        folder.resolve("missing-replies.jsonl"), lines.toString().replace("old", "new"));
    Path plan = folder.resolve("missing.conf");
    Files.writeString(
        plan,
        """
        source { type = jsonl, paths = ["missing.jsonl"] }
        models { new { type = recorded, paths = ["missing-replies.jsonl"] } }
        lanes { production = recorded, candidate = new }
        graders { people { type = labels, path = "missing-labels.jsonl", field = bad } }
        categories = [ { id = bad, grader = people, max-increase = 1.5 } ]
        stop.rules = off
        """);
    Path run = folder.resolve("missing");
    Ran made = Ran.rehearsal("run", plan.toString(), "--out", run.toString());

    Ran ran = Ran.rehearsal("compare", run.toString(), "--max-increase", "1.5");

    assertThat(made.out()).as(made.err()).contains("at ×1.5 of production in candidate: UNDECIDED");
    assertThat(ran.out()).contains("missing    100 pairs lack a verdict");
    assertThat(ran.out())
        .contains(
            "gate bad at ×1.5: UNDECIDED: with the verdicts that are missing (100) counted against"
                + " b, the interval holds the limit");
    assertThat(ran.exitCode()).isEqualTo(10);
  }

  private static String label(int id, String model, boolean hit) {
    return """
    {"id":"c%d","model":"%s","bad":%s}
    """
        .formatted(id, model, hit);
  }

  @Test
  void refusesVerdictsOfDifferentGraders() {
    Ran.quickstart(
        folder.resolve("sorry"),
        "--limit",
        "30",
        "--set",
        "graders.apologises.final-matches=sorry");

    Ran refused = Ran.rehearsal("compare", first.toString(), folder.resolve("sorry").toString());
    Ran forced =
        Ran.rehearsal(
            "compare",
            first.toString(),
            folder.resolve("sorry").toString(),
            "--force-different-graders");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("different graders decided refusal-phrase");
    assertThat(forced.exitCode()).as(forced.err()).isZero();
    assertThat(forced.out()).contains("30 in both, 338 only in a, 0 only in b");
  }

  @Test
  void refusesALaneThatIsNotThere() {
    Ran ran = Ran.rehearsal("compare", first.toString(), "--b-lane", "baseline");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("its lanes are candidate, production");
  }

  private static JsonNode compared(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("compare", "--json"));
    all.addAll(List.of(arguments));
    Ran ran = Ran.rehearsal(all.toArray(new String[0]));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return JSON.readTree(ran.out());
  }

  private static void assertSame(JsonNode own, JsonNode compared) {
    assertThat(own).hasSameSizeAs(compared.path("comparisons"));
    for (JsonNode mine : own) {
      for (JsonNode other : compared.path("comparisons")) {
        if (other.path("category").equals(mine.path("category"))) {
          for (String field : List.of("both", "onlyA", "onlyB", "neither", "ratio", "state")) {
            assertThat(other.path(field)).as(field).isEqualTo(mine.path(field));
          }
          assertThat(other.path("discordantOdds").path("high").asDouble())
              .isCloseTo(
                  mine.path("discordantOdds").path("high").asDouble(), withinPercentage(1e-6));
        }
      }
    }
  }
}
