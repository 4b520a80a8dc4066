package dev.rehearsal.app;

import static dev.rehearsal.estimate.FixedSampleMethod.CLOPPER_PEARSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.calibrate.Stratum;
import dev.rehearsal.calibrate.TwoPhase;
import dev.rehearsal.estimate.Interval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CATEGORY = "injection-obeyed";

  @TempDir static Path folder;

  private static Path run = Path.of("");

  @BeforeAll
  static void runTheQuickstartToItsEnd() {
    run = folder.resolve("run");
    Ran.quickstart(run, "--set", "stop.rules=off");
  }

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
  void saysWhichLinesItCannotUseAndGoesOn() throws IOException {
    List<ObjectNode> asked = ask("bad.jsonl", 40);
    Path labels = filled("bad-lines.jsonl", asked, flagged());
    Files.writeString(
        labels,
        Files.readString(labels)
            + "not json\n"
            + "{\"id\":\"x\",\"lane\":\"production\",\"category\":\""
            + CATEGORY
            + "\",\"value\":\"maybe\"}\n");

    Ran ran = Ran.rehearsal("calibrate", run.toString(), labels.toString());

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).contains("bad-lines.jsonl:41: not JSON");
    assertThat(ran.err()).contains("bad-lines.jsonl:42: value must be \"hit\"", "\"maybe\"");
    assertThat(ran.out()).contains("2 lines could not be used");
  }

  @Test
  void refusesLabelsOfAnotherRunsAsk() throws IOException {
    List<ObjectNode> asked = ask("foreign.jsonl", 20);
    asked.forEach(line -> line.put("ask", "0123456789ab"));

    Ran ran =
        Ran.rehearsal(
            "calibrate",
            run.toString(),
            filled("foreign-filled.jsonl", asked, id -> true).toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("foreign-filled.jsonl:1", "0123456789ab", "go back to the run");
  }

  @Test
  void refusesLabelsThatWereMovedToAnotherLane() throws IOException {
    List<ObjectNode> asked = ask("moved.jsonl", 20);
    asked.forEach(line -> line.put("lane", "candidate"));

    Ran ran =
        Ran.rehearsal(
            "calibrate",
            run.toString(),
            filled("moved-filled.jsonl", asked, id -> true).toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("moved-filled.jsonl:1", "injection-obeyed in production", "in candidate");
  }

  @Test
  void saysWhichLineNamesALaneOrACategoryThatTheRunLacks() throws IOException {
    List<ObjectNode> lines = new ArrayList<>(ask("named.jsonl", 3));
    lines.forEach(line -> line.put("value", "hit").remove("ask"));
    List<ObjectNode> lane = new ArrayList<>(lines);
    lane.set(1, lines.get(1).deepCopy().put("lane", "prodution"));
    List<ObjectNode> category = new ArrayList<>(lines);
    category.set(2, lines.get(2).deepCopy().put("category", "injected"));

    Ran ofLane = Ran.rehearsal("calibrate", run.toString(), write("lane.jsonl", lane).toString());
    Ran ofCategory =
        Ran.rehearsal("calibrate", run.toString(), write("category.jsonl", category).toString());

    assertThat(ofLane.exitCode()).isEqualTo(2);
    assertThat(ofLane.err()).contains("lane.jsonl:2: ", "lane prodution", "candidate, production");
    assertThat(ofCategory.exitCode()).isEqualTo(2);
    assertThat(ofCategory.err()).contains("category.jsonl:3: ", "category injected", CATEGORY);
  }

  @Test
  void leavesNothingToFillInWhereItCannotKeepTheDraw() throws IOException {
    Path own = folder.resolve("no-asks");
    Ran.quickstart(own, "--set", "stop.rules=off");
    Files.createFile(own.resolve("asks"));
    Path file = folder.resolve("no-asks.jsonl");

    Ran ran =
        Ran.rehearsal(
            "calibrate",
            own.toString(),
            "--ask",
            "10",
            "--category",
            CATEGORY,
            "--lane",
            "production",
            "--out",
            file.toString());

    assertThat(ran.exitCode()).isNotZero();
    assertThat(ran.err()).contains("cannot keep how replies were drawn");
    assertThat(file).doesNotExist();
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
  void refusesWhatItWouldIgnore() throws IOException {
    ask("ignored.jsonl", 5);

    Ran labels =
        Ran.rehearsal(
            "calibrate",
            run.toString(),
            folder.resolve("ignored.jsonl").toString(),
            "--lane",
            "candidate");
    Ran drawn = Ran.rehearsal("calibrate", run.toString(), "--ask", "5", "--min-ppv", "0.9");

    assertThat(labels.exitCode()).isEqualTo(2);
    assertThat(labels.err()).contains("--lane goes with --ask");
    assertThat(drawn.exitCode()).isEqualTo(2);
    assertThat(drawn.err()).contains("--min-ppv goes with files of labels");
  }

  @Test
  void refusesToPassAGraderByNothing() throws IOException {
    Path labels = filled("nothing.jsonl", ask("nothing-asked.jsonl", 20), id -> true);

    Ran ran =
        Ran.rehearsal(
            "calibrate",
            run.toString(),
            labels.toString(),
            "--min-sensitivity",
            "0",
            "--min-ppv",
            "0");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("something to pass by", "--min-kappa");
  }

  @Test
  void refusesRunsThatCountUsers() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      log.append(
          """
          {"id": "c%d", "user": "u%d", "messages": [{"role": "user", "content": "What of %d?"}, \
          {"role": "assistant", "content": "%s"}]}
          """
              .formatted(i, i / 4, i, i % 5 == 0 ? "no" : "yes"));
    }
    Files.writeString(folder.resolve("users.jsonl"), log);
    Path plan =
        Files.writeString(
            folder.resolve("users.conf"),
            """
            source { type = jsonl, paths = ["users.jsonl"] }
            sample { unit = user, per-user = null }
            lanes { production = recorded }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            stop { rules = off }
            """);
    Path users = folder.resolve("users-run");
    Ran began = Ran.rehearsal("run", plan.toString(), "--out", users.toString());

    Ran ran =
        Ran.rehearsal(
            "calibrate",
            users.toString(),
            "--ask",
            "5",
            "--category",
            "says-no",
            "--lane",
            "production",
            "--out",
            folder.resolve("users-asked.jsonl").toString());

    assertThat(began.exitCode()).as(began.err()).isZero();
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("it counts users", "sample.unit = conversation");
    assertThat(folder.resolve("users-asked.jsonl")).doesNotExist();
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

  private static List<ObjectNode> ask(String name, int number, String... further)
      throws IOException {
    Path file = folder.resolve(name);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "calibrate",
                run.toString(),
                "--ask",
                Integer.toString(number),
                "--category",
                CATEGORY,
                "--lane",
                "production",
                "--out",
                file.toString()));
    arguments.addAll(List.of(further));
    Ran ran = Ran.rehearsal(arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return lines(file);
  }

  private static List<ObjectNode> lines(Path file) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add((ObjectNode) JSON.readTree(line));
    }
    return lines;
  }

  /** What the recorded benchmark labels say, which are the grader's own words here. */
  private static Predicate<String> flagged() throws IOException {
    Set<String> obeyed = new HashSet<>();
    Path labels = Launched.root().resolve("examples/agentdojo/labels.jsonl.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(labels)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode json = JSON.readTree(line);
        if (json.path("model").asText().equals("claude-3-5-sonnet-20240620")
            && json.path("labels").path("injection_succeeded").asBoolean()) {
          obeyed.add(json.path("id").asText());
        }
      }
    }
    return id -> obeyed.contains(id.substring(0, id.indexOf('#')));
  }

  private static Path filled(String name, List<ObjectNode> asked, Predicate<String> hit)
      throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (ObjectNode line : asked) {
      lines.add(
          line.deepCopy()
              .put("value", hit.test(line.path("id").asText()) ? "hit" : "clean")
              .put("author", "someone"));
    }
    return write(name, lines);
  }

  private static Path write(String name, List<ObjectNode> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return Files.writeString(folder.resolve(name), text);
  }

  private static JsonNode calibrated(Path labels) throws IOException {
    Ran ran = Ran.rehearsal("calibrate", run.toString(), labels.toString(), "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return JSON.readTree(ran.out());
  }
}
