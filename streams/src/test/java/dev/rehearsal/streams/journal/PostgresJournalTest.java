package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The journal on a real server. */
class PostgresJournalTest extends JournalContract {
  private static String url;

  @BeforeAll
  static void makeDatabase() {
    url = TestPostgres.database();
  }

  @Override
  JournalPlace place() {
    return Places.server(url);
  }

  @Test
  void keepsTheRunsOfADatabaseApart() {
    RandomRows rows = new RandomRows(new Random(1));
    Admission first = rows.admission(1);
    Admission other = rows.admission(1);
    RunFolder one = newFolder();
    RunFolder two = newFolder();
    try (Journal journal = Journal.create(one, RUN);
        Journal beside = Journal.create(two, rows.run())) {
      journal.append(first);
      beside.append(other);
      journal.append(rows.admission(2));
    }

    try (JournalReader reader = JournalReader.open(one);
        JournalReader beside = JournalReader.open(RunFolder.open(two.path()))) {
      assertThat(all(reader.admissions(1))).hasSize(2);
      assertThat(reader.run()).isEqualTo(RUN);
      assertThat(all(beside.admissions(1)).stream().map(r -> r.admission().toAdmission()))
          .containsExactly(other);
    }
  }

  @Test
  void isWrittenByOneProcessOnly() {
    RunFolder folder = newFolder(place("connect-timeout = 1s"));
    try (Journal journal = Journal.create(folder, RUN)) {
      assertThat(journal.run()).isEqualTo(RUN);
      assertThat(journal.status().bytes()).isEmpty();
      assertThatThrownBy(() -> Journal.open(folder))
          .isInstanceOf(RehearsalException.class)
          .hasMessageContaining("is in use by another process");
    }
    Journal.open(folder).close();
  }

  @Test
  void failsWithALostConnectionAndGoesOnFromWhatWasCommitted() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(rows.admission(1));
      done(journal.flush());
      TestPostgres.run(
          url,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      journal.append(rows.admission(2));

      assertThatThrownBy(() -> done(journal.append(rows.look(2))))
          .hasCauseInstanceOf(RehearsalException.class)
          .hasMessageContaining("cannot write the journal: the connection is lost")
          .hasMessageContaining("see that the server is up, then continue with --resume")
          .hasMessageContaining("What was committed before is safe");
    }

    try (Journal again = Journal.open(folder);
        JournalReader reader = JournalReader.open(folder)) {
      assertThat(reader.lastAdmission()).isEqualTo(1);
      again.append(rows.admission(2));
      done(again.flush());
      assertThat(reader.lastAdmission()).isEqualTo(2);
    }
  }

  @Test
  void noticesARowThatWasAltered() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(rows.admission(1));
      done(journal.append(List.of(rows.verdict(1, "candidate", "harm"))));
    }
    TestPostgres.run(url, "UPDATE rehearsal.verdict SET kind = (kind + 1) % 2");

    try (JournalReader reader = JournalReader.open(folder)) {
      assertThatThrownBy(() -> reader.admissions(1).next())
          .hasMessageContaining(" is corrupt: a row of table verdict was altered");
    }
    TestPostgres.run(url, "DELETE FROM rehearsal.verdict");
  }

  @Test
  void needsNoMoreRightsThanTheDocumentLists() {
    String own = TestPostgres.database();
    Journal.create(newFolder(Places.server(own)), RUN).close();
    TestPostgres.run(
        own,
        "CREATE ROLE colleague LOGIN PASSWORD 'abcd'",
        "GRANT USAGE ON SCHEMA rehearsal TO colleague",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rehearsal TO colleague",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA rehearsal TO colleague");
    RunFolder folder =
        newFolder(Places.of("url = \"" + own + "\", user = colleague, password = abcd"));
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(rows.event());
      done(journal.update(rows.run()));
    }
    folder.removeIfUnused();
    TestPostgres.run(own, "REVOKE INSERT ON rehearsal.look FROM colleague");
    RunFolder again =
        newFolder(Places.of("url = \"" + own + "\", user = colleague, password = abcd"));
    try (Journal journal = Journal.create(again, RUN)) {
      assertThatThrownBy(() -> done(journal.append(rows.look(1))))
          .hasMessageContaining("this user may not do that; grant the rights")
          .hasMessageContaining("permission denied for table look");
    }
  }

  @Test
  void namesWhatIsWrongInThePlan() {
    assertThatThrownBy(() -> Places.of("url = x, answer-timeout = 0s, schema = mine"))
        .hasMessageContaining("journal.url must be such as jdbc:postgresql://")
        .hasMessageContaining("journal.answer-timeout must be")
        .hasMessageContaining("journal.schema is not a key of this block");
    assertThatThrownBy(() -> Places.of("user = me")).hasMessageContaining("journal.url is missing");
  }

  @Test
  void saysInTheFolderWhereItIsAndNoPassword() throws IOException {
    String reader = "user = reader, password = " + TestPostgres.PASSWORD;
    String own = TestPostgres.database();
    RunFolder folder = newFolder(Places.of("url = \"" + own + "\", " + reader));
    Journal.create(folder, RUN).close();

    String pointer = Files.readString(folder.path().resolve("journal.json"));
    assertThat(pointer).contains(own, "\"user\" : \"reader\"").doesNotContain("open-sesame");
    assertThatThrownBy(() -> JournalReader.open(RunFolder.open(folder.path())))
        .hasMessageContaining("journal.json: cannot connect to " + own)
        .hasMessageContaining(
            "check user and password (none is given: the environment has no PGPASSWORD)");
    RunFolder again = RunFolder.open(folder.path(), Places.of("url = \"" + own + "\", " + reader));
    Journal.open(again).close();
  }

  @Test
  void goesOnWhereItWasBegunOnly() {
    RunFolder folder = newFolder();
    Journal.create(folder, RUN).close();
    String elsewhere = TestPostgres.database();

    assertThatThrownBy(() -> RunFolder.open(folder.path(), Places.server(elsewhere)))
        .hasMessageContaining("journal.url is \"" + elsewhere + "\"")
        .hasMessageContaining("says that the run's journal is at " + url);
    RunFolder file = newFolder(JournalPlace.FOLDER);
    Journal.create(file, RUN).close();
    assertThatThrownBy(() -> RunFolder.open(file.path(), place()))
        .hasMessageContaining("is a file in that folder, and cannot go on elsewhere");
    assertThat(RunFolder.open(folder.path(), JournalPlace.FOLDER).path()).isEqualTo(folder.path());
  }

  @Test
  void leavesNothingOfARunThatCameToNothing() throws SQLException {
    String own = TestPostgres.database();
    RunFolder folder = newFolder(Places.server(own));
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(rows.event());
    }
    folder.removeIfUnused();

    assertThat(folder.path()).doesNotExist();
    assertThat(count(own, "run") + count(own, "event")).isZero();
    RunFolder used = newFolder(Places.server(own));
    try (Journal journal = Journal.create(used, RUN)) {
      journal.append(rows.admission(1));
    }
    used.removeIfUnused();
    assertThat(used.path()).exists();
    assertThat(count(own, "run")).isEqualTo(1);
  }

  @Test
  void refusesTablesOfANewerVersionAndADatabaseWithoutAny() {
    String own = TestPostgres.database();
    RunFolder folder = newFolder(Places.server(own));
    Journal.create(folder, RUN).close();
    TestPostgres.run(own, "UPDATE rehearsal.format SET version = 3");

    assertThatThrownBy(() -> Journal.open(folder))
        .hasMessageContaining("has format 3, written by a newer version; this one reads up to 2");
    TestPostgres.run(own, "DROP SCHEMA rehearsal CASCADE");
    assertThatThrownBy(() -> JournalReader.open(folder))
        .hasMessageContaining("the database has no journals");
  }

  private JournalPlace place(String more) {
    return Places.of("url = \"" + url + "\", user = postgres, " + more);
  }

  private static long count(String url, String table) throws SQLException {
    try (Connection connection = TestPostgres.connect(url);
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery("SELECT count(*) FROM rehearsal." + table)) {
      results.next();
      return results.getLong(1);
    }
  }
}
