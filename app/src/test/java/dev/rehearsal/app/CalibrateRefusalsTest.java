package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code calibrate} does not take, and how it says so. */
class CalibrateRefusalsTest extends CalibrationCase {
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
}
