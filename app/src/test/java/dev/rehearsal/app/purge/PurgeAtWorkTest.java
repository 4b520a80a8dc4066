package dev.rehearsal.app.purge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.LiveRun;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.PurgeRow;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is purged while its process is at work on it, and goes on. */
class PurgeAtWorkTest {
  private static final String PLAN =
      """
      source { type = jsonl, paths = ["-"] }
      estimate { estimand = log }
      sample { per-user = 100 }
      limits { api { requests-per-minute = 600000 } }
      models { new { type = simulated, limits = api, rates { refusal = 0.3 } } }
      lanes { production = recorded, candidate = new }
      graders { finds { type = rule, contains = "no" } }
      categories = [ { id = says-no, grader = finds } ]
      stop { rules = off, look-every = 10 }
      """;

  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void writePlan() throws IOException {
    run = folder.resolve("run");
    Files.writeString(folder.resolve("plan.conf"), PLAN);
  }

  @Test
  void forgetsAPersonWhileTheRunGoesOnAndChangesNoResult() throws IOException {
    LiveRun live = start("run").feed(lines(0, 20));
    untilCounted(20);

    Launched purged = purge("--user", "u1");

    assertThat(purged.exitCode()).as(purged.err()).isZero();
    assertThat(purged.out())
        .contains(run + ": removed the text of 5 prefixes and 5 replies")
        .contains(run + ": replaced the user's key by a random name in 5 prefixes")
        .contains("Not reached: the log itself")
        .contains("The run goes on. What it admits after this is not reached")
        .contains("To have the file written anew: rehearsal ctl " + run + " stop");
    assertThat(live.err()).contains("purge --user: text is being removed").doesNotContain("u1");
    assertThat(purge("--user", "u1").out())
        .contains("nothing to remove: no prefix is of this user");
    live.feed(lines(20, 40)).noMore();
    assertThat(live.ended().exitCode()).as(live.err()).isZero();
    LiveRun undisturbed = start("undisturbed").feed(lines(0, 40)).noMore();
    assertThat(undisturbed.ended().exitCode()).isZero();
    for (String part : List.of("estimates", "comparisons", "funnel", "digest", "replies")) {
      assertThat(summary("run").path(part)).as(part).isEqualTo(summary("undisturbed").path(part));
    }
    List<Text> texts = texts();
    assertThat(texts).hasSize(40);
    assertThat(texts)
        .allSatisfy(
            text -> {
              boolean forgotten = text.number() <= 20 && text.number() % 4 == 2;
              assertThat(text.prefix().startsWith("Purged")).isEqualTo(forgotten);
              assertThat(text.user().startsWith("forgotten:")).isEqualTo(forgotten);
            });
    assertThat(purges()).map(PurgeRow::selector).containsExactly("--user");
  }

  @Test
  void saysHowManyAreUnderWayAndTakesThemOnceTheyAreCounted() {
    try (LiveRun live = start("run").feed(lines(0, 20))) {
      untilCounted(20);
      ctl("set", "limits.api.requests-per-minute=1");
      live.feed(lines(20, 30));
      untilItSays("\"admitted\":30,");

      Launched notYet = purge("--older-than", "0d", "--wait", "0s");

      assertThat(notYet.exitCode()).isEqualTo(1);
      assertThat(notYet.err())
          .containsPattern("the text of 2. prefixes is gone, and (9|10) are still under way")
          .contains("purge again later");
      assertThat(purge("--older-than", "0d").err()).contains("another purge of this run");
      ctl("set", "limits.api.requests-per-minute=600000");
      live.untilItSays("purge --older-than 0d: the text of 30 prefixes and 30 replies went");
      assertThat(purge("--older-than", "0d").out())
          .contains("nothing to remove: the text of 30 prefixes was purged before");
    }
    List<Text> texts = texts();
    assertThat(texts).hasSize(30);
    assertThat(texts)
        .allMatch(text -> text.prefix().startsWith("Purged"))
        .allMatch(text -> text.replies().stream().allMatch(reply -> reply.startsWith("Purged")));
    assertThat(purges()).map(PurgeRow::prefixes).containsExactly(30L);
  }

  @Test
  void answersProgramsAsAPurgeOfARunThatNobodyWorksOnDoes() throws IOException {
    JsonNode atWork;
    try (LiveRun live = start("run").feed(lines(0, 20))) {
      untilCounted(20);
      atWork = new ObjectMapper().readTree(purge("--conversation", "c7", "--json").out());
      live.untilItSays("purge --conversation: the text of 1 prefix and 1 reply went");
    }
    JsonNode still = new ObjectMapper().readTree(purge("--conversation", "c8", "--json").out());

    assertThat(atWork.fieldNames()).toIterable().containsExactlyElementsOf(still::fieldNames);
    assertThat(atWork.path("prefixes").asLong()).isEqualTo(1);
    assertThat(atWork.path("selector")).isEqualTo(still.path("selector"));
  }

  @Test
  void refusesToReplaceTheKeysByWhichTheRunCounts() throws IOException {
    Files.writeString(folder.resolve("log.jsonl"), lines(0, 20));
    LiveRun live =
        new LiveRun(
            "run",
            folder.resolve("plan.conf").toString(),
            "--out=" + run,
            "--set=source.paths=[\"" + folder.resolve("log.jsonl") + "\"]",
            "--set=sample.unit=user",
            "--set=estimate.estimand=traffic",
            "--set=sample.per-user=null",
            "--set=limits.api.requests-per-minute=1");
    untilItSays("\"admitted\":20,");

    Launched refused = purge("--user", "u1");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("this run counts each user once (sample.unit = user)")
        .contains("rehearsal ctl " + run + " stop, then this purge");
    assertThat(purge("--user", "u1", "--dry-run").exitCode()).isZero();
    ctl("stop");
    assertThat(live.ended().exitCode()).isEqualTo(130);
    assertThat(purge("--user", "u1").out()).contains("replaced the user's key");
  }

  private LiveRun start(String name) {
    return new LiveRun(
        "run", folder.resolve("plan.conf").toString(), "--out=" + folder.resolve(name));
  }

  private Launched purge(String... words) {
    List<String> arguments = new ArrayList<>(List.of("purge", run.toString()));
    arguments.addAll(List.of(words));
    return InProcess.rehearsal(arguments.toArray(String[]::new));
  }

  private Launched ctl(String... words) {
    List<String> arguments = new ArrayList<>(List.of("ctl", run.toString()));
    arguments.addAll(List.of(words));
    return InProcess.rehearsal(arguments.toArray(String[]::new));
  }

  private void untilCounted(long prefixes) {
    untilItSays("\"counted\":" + prefixes + ",");
  }

  private void untilItSays(String json) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ctl("status", "--json").out().contains(json));
  }

  /** An admission, and what there is of its text. */
  private record Text(long number, String user, String prefix, List<String> replies) {}

  private List<Text> texts() {
    List<Text> texts = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
      reader
          .admissions(1)
          .forEachRemaining(
              row ->
                  texts.add(
                      new Text(
                          row.admission().number(),
                          row.admission().user().orElse(""),
                          row.admission().text().toString(),
                          row.replies().stream().map(reply -> reply.text().toString()).toList())));
    }
    return texts;
  }

  private List<PurgeRow> purges() {
    try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
      return reader.purges();
    }
  }

  private JsonNode summary(String name) {
    try {
      return new ObjectMapper().readTree(folder.resolve(name).resolve("summary.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Four users, each in turn; conversation c of a number is the admission after it. */
  private static String lines(int first, int end) {
    return IntStream.range(first, end)
        .mapToObj(
            i ->
                """
                {"id": "c%d", "user": "u%d", "messages": [{"role": "user", "content": "q%d"}, \
                {"role": "assistant", "content": "%s"}]}
                """
                    .formatted(i, i % 4, i, i % 3 == 0 ? "no" : "yes"))
        .collect(Collectors.joining());
  }
}
