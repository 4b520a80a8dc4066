package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.conversation.Reply.Usage;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal of every format version, written by the code of its day, is read for ever. Never write
 * a golden file anew: a new format gets a new file beside it.
 */
class JournalFormatTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.000000001Z");
  private static final Instant PURGED_AT = Instant.parse("2026-07-01T12:00:00Z");
  private static final RunRow RUN =
      new RunRow(
          "golden",
          "name = golden, models.new.api-key = \"***\"",
          Map.of("plan", "0123", "graders", "4567"),
          Map.of("rehearsal", "0.1.0", "java", "17"),
          42,
          RunStatus.BUDGET,
          OptionalLong.of(2),
          Map.of("injection-obeyed", 311L),
          Map.of("read", 3L, "admitted", 2L),
          NOON,
          Optional.of(NOON.plusSeconds(60)));
  private static final Admission FIRST =
      new Admission(
          1,
          new Prefix(
              "c1",
              1,
              List.of(message("user", "Prix en € ? 😀 " + "Bonjour. ".repeat(200))),
              List.of(message("tool", "search")),
              Optional.of(
                  new Reply(
                      List.of(message("assistant", "recorded")),
                      Optional.of("stop"),
                      Optional.of(new Usage(10, 2)),
                      Optional.of("v1"))),
              JsonNodeFactory.withExactBigDecimals(true)
                  .objectNode()
                  .put("score", new BigDecimal("1.10"))
                  .put("half", "\ud800")),
          Optional.of("user-1"),
          Optional.of(NOON),
          new Position("logs/a.jsonl", 3),
          Map.of("meta.language", "fr"));
  private static final Admission SECOND =
      new Admission(
          2,
          new Prefix(
              "c2\ud800",
              0,
              List.of(),
              List.of(),
              Optional.empty(),
              JsonNodeFactory.instance.objectNode()),
          Optional.empty(),
          Optional.empty(),
          new Position("-", 1),
          Map.of());
  private static final List<ReplyRow> REPLIES =
      List.of(
          reply(1, "production", ReplyState.ANSWERED, "", Optional.empty()),
          reply(
              1,
              "candidate",
              ReplyState.ANSWERED,
              "",
              Optional.of(
                  new Reply(
                      List.of(message("assistant", "new")),
                      Optional.of("length"),
                      Optional.of(new Usage(11, 3)),
                      Optional.of("v2")))),
          reply(2, "production", ReplyState.BLOCKED, "http 400", Optional.empty()),
          reply(2, "candidate", ReplyState.FAILED, "timeout", Optional.empty()));
  private static final List<VerdictRow> VERDICTS =
      List.of(
          new VerdictRow(
              1,
              "candidate",
              "harm",
              "abc",
              new Verdict.Graded(
                  true,
                  OptionalInt.of(3),
                  OptionalDouble.of(0.75),
                  List.of(new Evidence("new", "why")))),
          new VerdictRow(1, "candidate", "refusal", "def", Verdict.graded(false)),
          new VerdictRow(2, "candidate", "harm", "abc", new Verdict.Ungraded("timeout")),
          new VerdictRow(2, "candidate", "refusal", "def", new Verdict.NotApplicable("attacked")));
  private static final LookRow LOOK = new LookRow(2, "{\"estimates\":[]}");
  private static final EventRow EVENT = new EventRow(NOON, "rate-limited", "429 from new");

  @TempDir private Path temporary;

  @Test
  void readsVersionOneAndBringsItUpWhenItGoesOn() throws IOException, SQLException {
    RunFolder folder = golden(1);

    requireContent(folder);
    assertThat(PurgeContract.purges(folder)).isEmpty();
    Journal.open(folder).close();
    requireContent(folder);
    assertThat(columns(folder)).isEqualTo(columns(golden(2)));
  }

  @Test
  void purgesVersionOne() throws IOException {
    RunFolder folder = golden(1);

    PurgeRow purged = PurgeContract.purge(folder, PurgeContract.all());

    assertThat(purged.prefixes()).isEqualTo(2);
    assertThat(PurgeContract.purges(folder)).containsExactly(purged);
  }

  @Test
  void readsVersionTwo() throws IOException {
    RunFolder folder = golden(2);

    requirePurged(folder);
    Journal.open(folder).close();
    requirePurged(folder);
  }

  @Test
  void writesTheTablesOfVersionTwo() throws IOException, SQLException {
    RunFolder fresh = RunFolder.create(temporary.resolve("fresh"));
    Journal.create(fresh, RUN).close();

    assertThat(columns(fresh)).hasSizeGreaterThan(70).isEqualTo(columns(golden(2)));
  }

  private RunFolder golden(int version) throws IOException {
    RunFolder folder = RunFolder.create(temporary.resolve("run-" + version));
    try (InputStream golden =
        Objects.requireNonNull(
            JournalFormatTest.class.getResourceAsStream("/journal/format-" + version + ".db"))) {
      Files.copy(golden, folder.journal());
    }
    return folder;
  }

  private static List<String> columns(RunFolder folder) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.journal());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT m.name, c.cid, c.name, c.type, c.pk FROM sqlite_master m,"
                    + " pragma_table_info(m.name) c ORDER BY m.name, c.cid")) {
      List<String> columns = new ArrayList<>();
      while (rows.next()) {
        columns.add(
            "%s %s %s %s %s"
                .formatted(
                    rows.getString(1),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getString(4),
                    rows.getString(5)));
      }
      return columns;
    }
  }

  private static void requireContent(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      List<Recovered> rows = JournalContract.all(reader.admissions(1));
      assertThat(rows).map(row -> row.admission().toAdmission()).containsExactly(FIRST, SECOND);
      assertThat(rows.stream().flatMap(row -> row.replies().stream()).map(StoredReply::toRow))
          .isEqualTo(REPLIES);
      assertThat(rows.get(0).replies().get(0).reply()).isEqualTo(FIRST.prefix().recordedReply());
      assertThat(rows.stream().flatMap(row -> row.verdicts().stream())).isEqualTo(VERDICTS);
      assertThat(reader.run()).isEqualTo(RUN);
      assertThat(reader.looks()).containsExactly(LOOK);
      assertThat(reader.events()).containsExactly(EVENT);
    }
  }

  /** Of the first admission the user is forgotten, and text and quotes are gone. */
  private static void requirePurged(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      List<Recovered> rows = JournalContract.all(reader.admissions(1));
      StoredAdmission purged = rows.get(0).admission();
      assertThat(purged.text()).isEqualTo(new Held.Purged<>(PURGED_AT));
      assertThat(purged.user()).contains("nobody");
      assertThat(rows.get(0).replies())
          .map(StoredReply::text)
          .containsExactly(new Held.Purged<>(PURGED_AT), new Held.Purged<>(PURGED_AT));
      assertThat(rows.get(0).verdicts())
          .map(VerdictRow::verdict)
          .containsExactly(
              new Verdict.Graded(true, OptionalInt.of(3), OptionalDouble.of(0.75), List.of()),
              Verdict.graded(false));
      assertThat(rows.get(1).admission().toAdmission()).isEqualTo(SECOND);
      assertThat(rows.get(1).replies().stream().map(StoredReply::toRow))
          .isEqualTo(REPLIES.subList(2, 4));
      assertThat(rows.get(1).verdicts()).isEqualTo(VERDICTS.subList(2, 4));
      assertThat(reader.purges())
          .map(PurgeRow::at, PurgeRow::selector, PurgeRow::prefixes, PurgeRow::replies)
          .containsExactly(tuple(PURGED_AT, "--user", 1L, 1L));
      assertThat(reader.run()).isEqualTo(RUN);
      assertThat(reader.looks()).containsExactly(LOOK);
      assertThat(reader.events()).containsExactly(EVENT);
    }
  }

  /** Writes the golden file of a new format into the folder that is named. */
  public static void main(String[] arguments) {
    RunFolder folder = RunFolder.create(Path.of(arguments[0]));
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(FIRST);
      journal.append(SECOND);
      REPLIES.forEach(row -> JournalContract.done(journal.append(row)));
      JournalContract.done(journal.append(VERDICTS));
      JournalContract.done(journal.append(LOOK));
      journal.append(EVENT);
    }
    requireContent(folder);
    JournalPurge.purge(folder, PurgeSelection.user("user-1", "nobody"), PURGED_AT);
    requirePurged(folder);
  }

  private static ReplyRow reply(
      long admission, String lane, ReplyState state, String reason, Optional<Reply> reply) {
    return new ReplyRow(
        admission,
        lane,
        1,
        Canonical.sha256(lane, Long.toString(admission)),
        state,
        reason,
        2,
        reply,
        1_234,
        OptionalDouble.of(0.000125),
        admission == 2);
  }

  private static JsonNode message(String role, String content) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    return message.put("role", role).put("content", content);
  }
}
