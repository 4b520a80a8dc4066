package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.StoredReply;
import dev.rehearsal.streams.journal.VerdictRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred conversations, to each of which the candidate replies three times. */
class SeveralRepliesTest {
  private static final int LOG = 200;

  /** Each reply is a fresh draw: all prefixes have the rate 0.3. */
  private static final String FRESH = "--set=models.new.hits-by=key";

  /** The prefix decides: three prefixes in ten have the rate 1, the rest 0. */
  private static final String ALIKE = "--set=models.new.hits-by=messages";

  @TempDir Path folder;

  @BeforeEach
  void writeLog() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LOG; i++) {
      lines.add(
          """
          {"id": "c%d", "language": "%s", "messages": [{"role": "user", "content": "question %d"}, \
          {"role": "assistant", "content": "yes"}]}\
          """
              .formatted(i, i % 2 == 0 ? "en" : "de", i));
    }
    Files.write(folder.resolve("log.jsonl"), lines);
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        sample.slices = [language]
        models { new { type = simulated, rates { no = 0.3 } } }
        lanes { production = recorded, candidate { model = new, samples = 3 } }
        graders { finds { type = rule, contains = "VIOLATES(no)" } }
        categories = [ { id = no, grader = finds, tolerance = 0.5 } ]
        stop { look-every = 10, rules = off }
        """);
  }

  @Test
  void repliesThatAreAlikeAreWorthOne() throws IOException {
    Ran ran = run("alike", "--out", ALIKE);
    JsonNode production = estimate("alike", "production", "all");
    JsonNode candidate = estimate("alike", "candidate", "all");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(candidate.path("population").asText()).isEqualTo("prefixes, mean of 3 replies");
    assertThat(candidate.path("prefixes").asInt()).isEqualTo(LOG);
    assertThat(candidate.path("repliesPerPrefix").asInt()).isEqualTo(3);
    assertThat(candidate.path("users").isNull()).isTrue();
    assertThat(candidate.path("trials").asInt()).isEqualTo(3 * LOG);
    assertThat(candidate.path("designEffect").asDouble()).isCloseTo(3, within(0.03));
    assertThat(candidate.path("method").asText()).isEqualTo("linear-bet");
    assertThat(candidate.path("low").asDouble()).isLessThan(0.3);
    assertThat(candidate.path("high").asDouble()).isGreaterThan(0.3);
    assertThat(production.path("method").asText()).isEqualTo("lu7");
    assertThat(production.path("trials").asInt()).isEqualTo(LOG);
    assertThat(production.path("repliesPerPrefix").isNull()).isTrue();
    assertThat(ran.err()).contains("3 replies to each prefix, whose mean counts once");
    assertThat(ran.out())
        .containsPattern(
            "candidate: 3 replies to one prefix are worth (1.00|0.99) independent ones, one reply"
                + " to each of 3 prefixes is worth 3")
        .contains("of 200 prefixes, mean of 3 replies")
        .contains("candidate: 600 answered");
  }

  @Test
  void freshRepliesAreWorthAsManyAndNarrowTheInterval() throws IOException {
    run("fresh", "--out", FRESH);
    run("alike", "--out", ALIKE);
    JsonNode fresh = estimate("fresh", "candidate", "all");
    JsonNode slice = estimate("fresh", "candidate", "language=en");

    assertThat(fresh.path("designEffect").asDouble()).isBetween(0.7, 1.3);
    assertThat(width(fresh)).isLessThan(0.8 * width(estimate("alike", "candidate", "all")));
    assertThat(slice.path("method").asText()).isEqualTo("linear-bet");
    assertThat(slice.path("prefixes").asInt()).isEqualTo(LOG / 2);
    assertThat(slice.path("low").asDouble()).isLessThan(0.3);
    assertThat(slice.path("high").asDouble()).isGreaterThan(0.3);
  }

  /** Seven prefixes in ten have the rate 0 and the others 1, anew in each run. */
  @Test
  void theIntervalHoldsTheTruthOfPrefixesThatDiffer() throws IOException {
    int missed = 0;
    for (int seed = 1; seed <= 10; seed++) {
      run("seed" + seed, "--out", ALIKE, "--set=models.new.seed=" + seed);
      JsonNode candidate = estimate("seed" + seed, "candidate", "all");
      boolean holds =
          candidate.path("singleLow").asDouble() <= 0.3
              && 0.3 <= candidate.path("singleHigh").asDouble();
      missed += holds ? 0 : 1;
    }

    assertThat(missed).isLessThanOrEqualTo(2);
  }

  @Test
  void calibratesTheFirstRepliesAndSaysSo() throws IOException {
    run("labelled", "--out", FRESH);
    Path labels = folder.resolve("ask.jsonl");
    String run = folder.resolve("labelled").toString();
    Ran.rehearsal("calibrate", run, "--ask", "10", "--category", "no", "--out", labels.toString());
    Files.writeString(
        labels, Files.readString(labels).replace("\"value\":null", "\"value\":\"hit\""));

    Ran ran = Ran.rehearsal("calibrate", run, labels.toString());

    assertThat(ran.out())
        .as(ran.err())
        .contains("of several replies to a prefix, the first is looked at and no other");
  }

  @Test
  void comparesLanesByTheirFirstReplies() throws IOException {
    run("whole", "--out", FRESH);
    int first = 0;
    for (VerdictRow row : verdicts("whole")) {
      boolean hit = row.verdict().fold(graded -> graded.violates(), u -> false, n -> false);
      first += row.lane().equals("candidate") && row.sample() == 1 && hit ? 1 : 0;
    }
    JsonNode comparison = summary("whole").path("comparisons").path(0);

    assertThat(comparison.path("onlyB").asInt()).isEqualTo(first).isBetween(1, LOG - 1);
    assertThat(comparison.path("neither").asInt()).isEqualTo(LOG - first);
  }

  @Test
  void eachReplyHasAKeyOfItsOwnAndTheFirstThatOfASingleOne() throws IOException {
    run("several", "--out", FRESH);
    run("single", "--out", FRESH, "--set=lanes.candidate.samples=1");
    List<StoredReply> several = candidates("several");
    List<StoredReply> single = candidates("single");
    Set<String> keys = new HashSet<>(several.stream().map(StoredReply::key).toList());

    assertThat(keys).hasSize(3 * LOG);
    assertThat(several.stream().filter(reply -> reply.sample() == 1).map(StoredReply::key))
        .containsExactlyElementsOf(single.stream().map(StoredReply::key).toList());
    assertThat(estimate("single", "candidate", "all").path("repliesPerPrefix").isNull()).isTrue();
  }

  @Test
  void aRunInPartsGivesWhatAWholeOneGives() throws IOException {
    run("whole", "--out", FRESH);
    run("parts", "--out", FRESH, "--set=stop.budget-calls=100");
    JsonNode part = estimate("parts", "candidate", "all");
    Ran resumed = run("parts", "--resume", FRESH);

    assertThat(part.path("trials").asInt()).isBetween(60, 99);
    assertThat(part.path("trials").asInt() % 3).isZero();
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(summary("parts").path("estimates")).isEqualTo(summary("whole").path("estimates"));
    assertThat(summary("parts").path("comparisons"))
        .isEqualTo(summary("whole").path("comparisons"));
    assertThat(candidates("parts")).hasSize(3 * LOG);
  }

  @Test
  void regradesEveryReply() throws IOException {
    run("whole", "--out", ALIKE);
    Ran regraded =
        Ran.rehearsal(
            "regrade",
            folder.resolve("whole").toString(),
            folder.resolve("plan.conf").toString(),
            ALIKE,
            "--out=" + folder.resolve("again"),
            "--set=graders.finds.contains=VIOLATES");

    assertThat(regraded.exitCode()).as(regraded.err()).isZero();
    assertThat(summary("again").path("estimates")).isEqualTo(summary("whole").path("estimates"));
  }

  @Test
  void blockedRepliesLeaveTheBoundsOfTheirPrefixes() throws IOException {
    run("blocked", "--out", FRESH, "--set=models.new.faults.content-blocked=0.2");
    JsonNode candidate = estimate("blocked", "candidate", "all");
    int ungraded = candidate.path("ungraded").asInt();

    assertThat(ungraded).isBetween(60, 180);
    assertThat(candidate.path("trials").asInt()).isEqualTo(3 * LOG - ungraded);
    assertThat(candidate.path("prefixes").asInt()).isBetween(LOG - 10, LOG);
    assertThat(candidate.path("lowIfMissingClean").asDouble())
        .isLessThan(candidate.path("low").asDouble());
    assertThat(candidate.path("highIfMissingHit").asDouble())
        .isGreaterThan(candidate.path("high").asDouble());
  }

  @Test
  void theOutlookCountsEveryReply() {
    Ran single =
        Ran.rehearsal(
            "plan", folder.resolve("plan.conf").toString(), "--set=lanes.candidate.samples=1");
    Ran several = Ran.rehearsal("plan", folder.resolve("plan.conf").toString());

    assertThat(several.exitCode()).as(several.err()).isZero();
    assertThat(single.out()).containsPattern("lane candidate .* 200 ");
    assertThat(several.out())
        .containsPattern("lane candidate .* 600 ")
        .contains("candidate: 3 replies to each prefix")
        .contains("lu7, linear-bet");
  }

  @Test
  void theReportSaysWhatTheRepliesAreWorth() {
    run("alike", "--out", ALIKE);
    String report = Ran.rehearsal("report", folder.resolve("alike").toString()).out();
    String csv = Ran.rehearsal("report", folder.resolve("alike").toString(), "--format=csv").out();

    assertThat(report)
        .contains("## Several replies to a prefix")
        .contains("| no | candidate | 200 | 3 | 600 | 3.0")
        .contains("lanes are compared by their first replies");
    assertThat(csv).contains("replies to each [replies]");
  }

  @Test
  void isNoForecast() {
    run("whole", "--out", FRESH);
    Ran frozen = Ran.rehearsal("forecast", folder.resolve("whole").toString());

    assertThat(frozen.exitCode()).isEqualTo(2);
    assertThat(frozen.err()).contains("it has several replies to a prefix");
  }

  @Test
  void refusesWhatMeansCannotHaveAllAtOnce() {
    Ran ran =
        run(
            "bad",
            "--out",
            "--set=estimate.estimand=log",
            "--set=stop.futility=0.05",
            "--set=sample.unit=user",
            "--set=sample.per-user=null");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("estimate.estimand must be traffic where a lane has samples above 1")
        .contains("stop.futility cannot be told where a lane has samples above 1")
        .contains("sample.unit must be conversation where a lane has samples above 1");
  }

  private static double width(JsonNode estimate) {
    return estimate.path("high").asDouble() - estimate.path("low").asDouble();
  }

  private List<StoredReply> candidates(String name) {
    List<StoredReply> replies = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(RunFolder.open(folder.resolve(name)))) {
      reader
          .admissions(1)
          .forEachRemaining(
              admission ->
                  admission.replies().stream()
                      .filter(reply -> reply.lane().equals("candidate"))
                      .forEach(replies::add));
    }
    return replies;
  }

  private List<VerdictRow> verdicts(String name) {
    List<VerdictRow> rows = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(RunFolder.open(folder.resolve(name)))) {
      reader.admissions(1).forEachRemaining(admission -> rows.addAll(admission.verdicts()));
    }
    return rows;
  }

  private JsonNode estimate(String name, String lane, String slice) throws IOException {
    for (JsonNode estimate : summary(name).path("estimates")) {
      if (estimate.path("lane").asText().equals(lane)
          && estimate.path("slice").asText().equals(slice)) {
        return estimate;
      }
    }
    throw new AssertionError("no estimate of " + lane + ", " + slice);
  }

  private JsonNode summary(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("summary.json").toFile());
  }

  private Ran run(String name, String into, String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("run", folder.resolve("plan.conf").toString(), into));
    arguments.add(folder.resolve(name).toString());
    arguments.addAll(List.of(further));
    return Ran.rehearsal(arguments.toArray(String[]::new));
  }
}
