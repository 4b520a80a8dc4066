package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rate that moves while conversations arrive: one in five, and after half of them two. */
class DriftAlarmTest {
  private static final int HALF = 600;
  private static final int ALL = 1_200;
  private static final String PLAN =
      """
      source { type = jsonl, paths = ["-"] }
      lanes { production = recorded }
      graders { finds { type = rule, contains = "no" } }
      categories = [ { id = says-no, grader = finds, drift { from = 0.2 } } ]
      drift { method = e-sr, run-length = 100000 }
      stop { rules = off }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writePlan() throws IOException {
    Files.writeString(folder.resolve("plan.conf"), PLAN);
  }

  @Test
  void raisesAnAlarmThatSaysSinceWhenAndHowOftenItIsFalse() throws IOException {
    Launched ran = run(lines(HALF, ALL), "--out", "run");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("ALARM says-no in production: the rate has moved up from 20 %, noticed at prefix")
        .contains(
            "while no rate among verdicts moves, the first alarm comes after 100,000 prefixes or"
                + " more on average");
    JsonNode alarm = drift("run");
    assertThat(alarm.path("at").asInt()).isBetween(HALF + 1, HALF + 400);
    assertThat(alarm.path("since").asInt()).isBetween(HALF - 20, HALF + 20);
    assertThat(alarm.path("direction").asText()).isEqualTo("increase");
    assertThat(alarm.path("sinceHits").asDouble() / alarm.path("sinceTrials").asInt())
        .isBetween(0.35, 0.5);
    assertThat(ran.err()).contains("ALARM says-no in production: the rate has moved up");
    assertThat(report("run").out()).contains("the rate has moved up from 20 %");
  }

  @Test
  void raisesTheSameAlarmAfterAResumeAndJournalsItOnce() throws IOException {
    String input = lines(HALF, ALL);
    run(input, "--out", "whole");
    run(input, "--out", "run", "--limit=" + (HALF + 40));
    assertThat(alarms("run")).isEmpty();
    run(input, "--resume", "run");
    run(input, "--resume", "run", "--limit=" + (ALL + 1));

    assertThat(drift("run")).isEqualTo(drift("whole"));
    try (JournalReader reader = JournalReader.open(RunFolder.open(folder.resolve("run")))) {
      List<EventRow> events =
          reader.events().stream()
              .filter(event -> event.kind().equals("alarm"))
              .filter(event -> event.detail().contains("has moved"))
              .toList();
      assertThat(events).hasSize(1);
    }
  }

  @Test
  void saysWhatItWatchedWhereNothingMoved() throws IOException {
    Launched ran = run(lines(HALF, HALF), "--out", "run");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "no drift alarm: says-no from 20 % watched in production (while no rate among verdicts"
                + " moves");
    assertThat(alarms("run")).isEmpty();
  }

  @Test
  void thePlanSaysWhatItWillWatch() {
    Launched planned =
        InProcess.rehearsal("plan", folder.resolve("plan.conf").toString(), "--set=stop.rules=on");

    assertThat(planned.exitCode()).as(planned.err()).isZero();
    assertThat(planned.out())
        .contains("drift      says-no from 20 % watched in production until it is decided (while");
  }

  @Test
  void refusesALogWhoseOrderIsRandom() throws IOException {
    Files.writeString(folder.resolve("log.jsonl"), lines(HALF, HALF));

    Launched ran = run("", "--out", "run", "--set=source.paths=[log.jsonl]");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("source is admitted in random order, in which no change over time can show");
  }

  private JsonNode drift(String run) throws IOException {
    return alarms(run).stream()
        .filter(alarm -> alarm.path("kind").asText().equals("drift"))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> alarms(String run) throws IOException {
    JsonNode summary =
        new ObjectMapper().readTree(folder.resolve(run).resolve("summary.json").toFile());
    assertThat(SummarySchemaTest.schema().validate(summary)).isEmpty();
    List<JsonNode> alarms = new ArrayList<>();
    summary.path("alarms").forEach(alarms::add);
    return alarms;
  }

  private Launched report(String run) {
    return InProcess.rehearsal("report", folder.resolve(run).toString());
  }

  private Launched run(String input, String into, String run, String... further) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.add(folder.resolve("plan.conf").toString());
    arguments.addAll(List.of(into, folder.resolve(run).toString()));
    arguments.addAll(List.of(further));
    return InProcess.answering(input, arguments.toArray(String[]::new));
  }

  private static String lines(int half, int all) {
    return IntStream.range(0, all)
        .mapToObj(
            i ->
                """
                {"id": "c%d", "messages": [{"role": "user", "content": "What of %d?"}, \
                {"role": "assistant", "content": "%s"}]}
                """
                    .formatted(i, i, i % 5 == 0 || (i >= half && i % 5 == 2) ? "no" : "yes"))
        .collect(Collectors.joining());
  }
}
