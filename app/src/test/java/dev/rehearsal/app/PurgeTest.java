package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose text is purged: everything but what needs the text goes on. */
class PurgeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] RESULTS = {"estimates", "comparisons", "funnel", "gates", "digest"};

  @TempDir Path folder;
  private Path run = Path.of("");

  @BeforeEach
  void runs() {
    run = folder.resolve("run");
  }

  @Test
  void changesNoResultOfARunThatGoesOn() throws IOException {
    Path undisturbed = folder.resolve("undisturbed");
    Ran.quickstart(undisturbed);
    Ran.quickstart(run, "--limit", "150");
    requireFine(purge("--older-than", "0d"));

    Ran resumed = Ran.rehearsal("run", Ran.quickstart(), "--resume", run.toString());

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    for (String part : RESULTS) {
      assertThat(summary(run).path(part)).as(part).isEqualTo(summary(undisturbed).path(part));
    }
    assertThat(compared(run)).isEqualTo(compared(undisturbed));
  }

  @Test
  void changesNoResultOfARunThatKeepsTextForAWhile() throws IOException {
    Path undisturbed = folder.resolve("undisturbed");
    String retain = "journal.retain-bytes=300KiB";
    Ran.quickstart(undisturbed);
    Ran begun = Ran.quickstart(run, "--limit", "150", "--set", retain);
    assertThat(begun.err()).contains("journal.retain: text is being removed");

    Ran resumed =
        Ran.rehearsal("run", Ran.quickstart(), "--resume", run.toString(), "--set", retain);

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    for (String part : RESULTS) {
      assertThat(summary(run).path(part)).as(part).isEqualTo(summary(undisturbed).path(part));
    }
    assertThat(Ran.rehearsal("report", run.toString()).out())
        .contains("of 368 prefixes was purged");
  }

  @Test
  void isShownInTheReportAndKeptByARegrade() throws IOException {
    Ran.quickstart(run);
    requireFine(purge("--conversation", conversations().get(4)));
    Path same = folder.resolve("same");
    Path changed = folder.resolve("changed");

    Ran regraded =
        Ran.rehearsal("regrade", run.toString(), Ran.quickstart(), "--out", same.toString());
    Ran stricter =
        Ran.rehearsal(
            "regrade",
            run.toString(),
            Ran.quickstart(),
            "--out",
            changed.toString(),
            "--set",
            "graders.apologises.final-matches=sorry");

    assertThat(Ran.rehearsal("report", run.toString()).out())
        .contains("The text of 1 of 368 prefixes was purged");
    assertThat(regraded.err() + regraded.out())
        .contains("the text of 1 of 368 prefixes of " + run + " was purged");
    assertThat(summary(same).path("estimates")).isEqualTo(summary(run).path("estimates"));
    assertThat(ungraded(summary(run), "candidate")).isZero();
    assertThat(stricter.exitCode()).as(stricter.err()).isZero();
    assertThat(ungraded(summary(changed), "candidate")).isEqualTo(1);
    assertThat(Ran.rehearsal("report", changed.toString()).out())
        .contains("The text of 1 of 368 prefixes was purged");
  }

  @Test
  void isMissingInAComparisonOfARegradeByAnotherGrader() throws IOException {
    Ran.quickstart(run, "--limit", "40");
    requireFine(purge("--conversation", conversations().get(4)));
    Path one = folder.resolve("one");
    Path all = folder.resolve("all");

    regradeStricter(one);
    JsonNode some = comparison(one, "refusal-phrase");
    requireFine(purge("--older-than", "0d"));
    regradeStricter(all);
    JsonNode none = comparison(all, "refusal-phrase");

    assertThat(some.path("missing").asLong()).isEqualTo(1);
    assertThat(pairs(some)).isEqualTo(39);
    assertThat(none.path("missing").asLong()).isEqualTo(40);
    assertThat(pairs(none)).isZero();
  }

  private void regradeStricter(Path out) {
    String stricter = "graders.apologises.final-matches=sorry";
    Ran ran =
        Ran.rehearsal(
            "regrade",
            run.toString(),
            Ran.quickstart(),
            "--out",
            out.toString(),
            "--set",
            stricter);
    assertThat(ran.exitCode()).as(ran.err()).isLessThanOrEqualTo(10);
  }

  private static long pairs(JsonNode comparison) {
    return Stream.of("both", "onlyA", "onlyB", "neither")
        .mapToLong(cell -> comparison.path(cell).asLong())
        .sum();
  }

  private static JsonNode comparison(Path of, String category) throws IOException {
    for (JsonNode comparison : JSON.readTree(compared(of))) {
      if (comparison.path("category").asText().equals(category)) {
        return comparison;
      }
    }
    throw new AssertionError("no comparison of " + category);
  }

  @Test
  void countsWhatWasNotAnsweredWhenItsTextWentAsFailed() throws IOException, SQLException {
    Ran.quickstart(run, "--limit", "20");
    change("DELETE FROM reply WHERE id >> 10 = 7", "DELETE FROM verdict WHERE id >> 22 IN (7, 9)");
    List<String> ids = conversations();
    requireFine(purge("--conversation", ids.get(6), "--conversation", ids.get(8)));

    Ran resumed = Ran.rehearsal("run", Ran.quickstart(), "--resume", run.toString());

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(summary(run).path("replies").path("lanes").path("candidate").path("failed").asLong())
        .isEqualTo(1);
    assertThat(ungraded(summary(run), "candidate")).isEqualTo(2);
    Ran again = Ran.rehearsal("run", Ran.quickstart(), "--resume", run.toString());
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  @Test
  void saysWhatItWouldRemoveAndLeavesARunThatIsAtWorkAlone() throws IOException {
    Ran.quickstart(run, "--limit", "20");

    JsonNode found = JSON.readTree(purge("--older-than", "0d", "--dry-run", "--json").out());
    Ran refused;
    try (RunLock lock = RunFolder.open(run).lock()) {
      assertThat(lock).isNotNull();
      assertThat(purge("--older-than", "0d", "--dry-run").out()).contains("would remove");
      refused = purge("--older-than", "0d");
    }
    JsonNode removed = JSON.readTree(purge("--older-than", "0d", "--json").out());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("the run is at work and does not answer");
    assertThat(found.path("prefixes").asLong()).isEqualTo(20);
    assertThat(removed.path("bytes")).isEqualTo(found.path("bytes"));
    assertThat(purge("--older-than", "0d").out())
        .contains("nothing to remove: the text of 20 prefixes was purged before");
    assertThat(purge("--user", "nobody").out()).contains("no prefix is of this user");
    assertThat(purge("--conversation", "none").out()).contains("no prefix is of these");
  }

  @Test
  void needsOneSelectionAndAnAgeWithAUnit() {
    Ran.quickstart(run, "--limit", "5");

    assertThat(purge().exitCode()).isEqualTo(2);
    assertThat(purge("--user", "u", "--conversation", "c").exitCode()).isEqualTo(2);
    assertThat(purge("--older-than", "30").err())
        .contains("--older-than needs an age with its unit, such as 30d or 12h, was \"30\"");
    assertThat(purge("--older-than", "soon").exitCode()).isEqualTo(2);
  }

  private Ran purge(String... arguments) {
    List<String> all = new ArrayList<>(List.of("purge", run.toString()));
    all.addAll(List.of(arguments));
    return Ran.rehearsal(all.toArray(String[]::new));
  }

  private static void requireFine(Ran ran) {
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).contains(": removed the text of ");
  }

  /** Their ids, in order of admission. */
  private List<String> conversations() {
    List<String> ids = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
      reader.admissions(1).forEachRemaining(row -> ids.add(row.admission().conversationId()));
    }
    return ids;
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + run.resolve("journal.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertThat(statement.executeUpdate(sql)).isPositive();
      }
    }
  }

  /** The most that any category has. */
  private static long ungraded(JsonNode summary, String lane) {
    long most = 0;
    for (JsonNode estimate : summary.path("estimates")) {
      if (estimate.path("lane").asText().equals(lane)) {
        most = Math.max(most, estimate.path("ungraded").asLong());
      }
    }
    return most;
  }

  private static String compared(Path of) throws IOException {
    Ran ran = Ran.rehearsal("compare", of.toString(), "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return JSON.readTree(ran.out()).path("comparisons").toString();
  }

  private static JsonNode summary(Path of) throws IOException {
    return JSON.readTree(of.resolve("summary.json").toFile());
  }
}
