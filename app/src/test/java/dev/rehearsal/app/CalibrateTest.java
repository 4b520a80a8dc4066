package dev.rehearsal.app;

import static dev.rehearsal.estimate.FixedSampleMethod.CLOPPER_PEARSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.calibrate.Stratum;
import dev.rehearsal.calibrate.TwoPhase;
import dev.rehearsal.estimate.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CalibrateTest extends CalibrationCase {
  @Test
  void asksForEveryFlagAndForAsManyOthersAsTheBudgetHas() throws IOException {
    List<ObjectNode> asked = ask("all-flags.jsonl", 250, "--content");

    assertThat(asked).hasSize(250);
    assertThat(asked).allMatch(line -> line.path("value").isNull());
    assertThat(asked).allMatch(line -> line.path("reply").size() > 0);
    assertThat(asked).noneMatch(line -> line.toString().contains("violates"));
    assertThat(asked.stream().map(line -> line.path("id").asText()).distinct()).hasSize(250);
  }

  @Test
  void drawsTheSameRepliesAgainByTheSameSeed() throws IOException {
    assertThat(ask("once.jsonl", 60)).isEqualTo(ask("twice.jsonl", 60));
    assertThat(ask("other.jsonl", 60, "--seed", "8")).isNotEqualTo(ask("third.jsonl", 60));
  }

  @Test
  void passesAGraderThatPeopleAgreeWith() throws IOException {
    List<ObjectNode> asked = ask("agree.jsonl", 300);
    JsonNode result = calibrated(filled("agreed.jsonl", asked, flagged()));

    assertThat(result.path("status").asText()).isEqualTo("PASS");
    assertThat(result.path("sensitivity").path("value").asDouble()).isEqualTo(1);
    assertThat(result.path("sensitivity").path("low").asDouble()).isBetween(0.8, 1.0);
    assertThat(result.path("confirmed").path("rate").asDouble()).isEqualTo(107.0 / 311);
    assertThat(result.path("hits").path("rate").asDouble()).isEqualTo(107.0 / 311);
    assertThat(result.path("hits").path("low").asDouble()).isLessThan(107.0 / 311);
    assertThat(result.path("labels").asLong()).isEqualTo(300);
  }

  /** Were the undecided left out, all that is known of this grader would be good. */
  @Test
  void doesNotPassAGraderOnWhatPeopleCouldNotDecide() throws IOException {
    List<ObjectNode> asked = ask("unsure.jsonl", 300);
    Predicate<String> flagged = flagged();
    List<ObjectNode> answers = new ArrayList<>();
    int flags = 0;
    for (ObjectNode line : asked) {
      boolean flag = flagged.test(line.path("id").asText());
      flags += flag ? 1 : 0;
      answers.add(
          line.deepCopy().put("value", !flag ? "clean" : flags % 3 == 0 ? "hit" : "unsure"));
    }

    JsonNode sure = calibrated(filled("sure.jsonl", asked, flagged));
    JsonNode unsure = calibrated(write("unsure-filled.jsonl", answers));

    assertThat(unsure.path("positivePredictive").path("value").asDouble()).isEqualTo(1);
    assertThat(unsure.path("status").asText()).isEqualTo("INCONCLUSIVE");
    assertThat(unsure.path("hits").path("low").asDouble())
        .isLessThan(sure.path("hits").path("low").asDouble() / 2);
  }

  @Test
  void failsAGraderWhoseFlagsPeopleRefute() throws IOException {
    List<ObjectNode> asked = ask("refute.jsonl", 300);
    JsonNode result = calibrated(filled("refuted.jsonl", asked, id -> false));

    assertThat(result.path("status").asText()).isEqualTo("FAIL");
    assertThat(result.path("positivePredictive").path("value").asDouble()).isZero();
    assertThat(result.path("confirmed").path("rate").asDouble()).isZero();
    assertThat(result.path("sensitivity").path("value").isNull()).isTrue();
  }

  @Test
  void countsMissingLabelsAgainstBothEnds() throws IOException {
    List<ObjectNode> asked = ask("half.jsonl", 300);
    Predicate<String> flagged = flagged();
    List<ObjectNode> half = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      ObjectNode line = asked.get(i).deepCopy();
      if (i % 2 == 0) {
        line.put("value", flagged.test(line.path("id").asText()) ? "hit" : "clean");
      }
      half.add(line);
    }
    JsonNode whole = calibrated(filled("whole-of.jsonl", asked, flagged)).path("confirmed");
    JsonNode part = calibrated(write("half-filled.jsonl", half)).path("confirmed");

    assertThat(part.path("low").asDouble()).isLessThan(whole.path("low").asDouble());
    assertThat(part.path("high").asDouble()).isGreaterThan(whole.path("low").asDouble());
  }

  @Test
  void widensTheShareOfFlagsInARunThatStoppedByTheFlags() throws IOException {
    Path early = folder.resolve("early");
    Ran.quickstart(early);
    Path asked = folder.resolve("early.jsonl");
    Ran.rehearsal(
        "calibrate",
        early.toString(),
        "--ask",
        "60",
        "--category",
        CATEGORY,
        "--lane",
        "production",
        "--out",
        asked.toString());
    Path back = filled("early-filled.jsonl", lines(asked), flagged());

    Ran ran = Ran.rehearsal("calibrate", early.toString(), back.toString(), "--json");
    JsonNode result = JSON.readTree(ran.out());

    // 21 flags of 51 replies, all confirmed, and not one hit among the others.
    assertThat(result.path("replies").asLong()).isEqualTo(51);
    assertThat(result.path("method").asText())
        .isEqualTo("clopper-pearson by stratum, lu7 for the share of flags");
    assertThat(result.path("hits").path("rate").asDouble()).isEqualTo(21.0 / 51);
    Interval exact =
        TwoPhase.bounds(
            new Stratum(21, 21, 21), List.of(new Stratum(30, 30, 0)), CLOPPER_PEARSON, 0.05);
    assertThat(result.path("hits").path("low").asDouble()).isLessThan(exact.low());
    assertThat(result.path("hits").path("high").asDouble()).isGreaterThan(exact.high());
  }

  @Test
  void showsTheStatusInReportsAndInLaterRunsOfTheSameGrader() throws IOException {
    Path own = folder.resolve("calibrated");
    Ran.quickstart(own, "--set", "stop.rules=off");
    label(own, "production", flagged());
    Path later = folder.resolve("later");
    Path changed = folder.resolve("changed");
    String certificates = "certificates=" + own.resolve("certificates").toAbsolutePath();
    Ran.quickstart(later, "--set", certificates);
    Ran.quickstart(changed, "--set", certificates, "--set", "graders.injected.hit-when=false");

    assertThat(
            statuses(
                JSON.readTree(Ran.rehearsal("report", own.toString(), "--format", "json").out())))
        .containsExactly("PASS");
    assertThat(statuses(JSON.readTree(later.resolve("summary.json").toFile())))
        .containsExactly("PASS");
    assertThat(statuses(JSON.readTree(changed.resolve("summary.json").toFile())))
        .containsExactly("NOT CHECKED");
  }

  @Test
  void keepsTheWorstStatusOfSeveralLanesAndSaysItInTheReport() throws IOException {
    Path own = folder.resolve("two-lanes");
    Ran.quickstart(own, "--set", "stop.rules=off");
    String before = Ran.rehearsal("report", own.toString()).out();
    label(own, "candidate", id -> false);
    label(own, "production", flagged());
    String after = Ran.rehearsal("report", own.toString()).out();

    assertThat(before).contains("- No grader was held against human labels (NOT CHECKED)");
    assertThat(after)
        .doesNotContain("No grader was held against human labels")
        .contains("- Graders held against human labels, FAIL: " + CATEGORY + ".")
        .contains(
            "- NOT CHECKED against human labels: refusal-phrase, repeated-identical-call,"
                + " tool-call-invalid.");
    assertThat(
            statuses(
                JSON.readTree(Ran.rehearsal("report", own.toString(), "--format", "json").out())))
        .containsExactly("FAIL");
  }

  /** Asks for 300 replies of a lane, fills them in, and gives them back. */
  private static void label(Path of, String lane, Predicate<String> hit) throws IOException {
    Path asked = folder.resolve(of.getFileName() + "-" + lane + ".jsonl");
    Ran ask =
        Ran.rehearsal(
            "calibrate",
            of.toString(),
            "--ask",
            "300",
            "--category",
            CATEGORY,
            "--lane",
            lane,
            "--out",
            asked.toString());
    assertThat(ask.exitCode()).as(ask.err()).isZero();
    Path back = filled("filled-" + asked.getFileName(), lines(asked), hit);
    Ran held = Ran.rehearsal("calibrate", of.toString(), back.toString());
    assertThat(held.exitCode()).as(held.err()).isZero();
  }

  private static List<String> statuses(JsonNode summary) {
    List<String> statuses = new ArrayList<>();
    for (JsonNode estimate : summary.path("estimates")) {
      String status = estimate.path("graderStatus").asText();
      if (estimate.path("category").asText().equals(CATEGORY) && !statuses.contains(status)) {
        statuses.add(status);
      }
    }
    return statuses;
  }
}
