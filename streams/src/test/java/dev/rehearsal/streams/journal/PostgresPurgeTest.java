package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.streams.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresPurgeTest extends PurgeContract {
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
  void readsTheTablesOfVersionOneAndAddsWhatTheyLackWhenARunGoesOn() {
    String own = TestPostgres.database();
    RunFolder folder = newFolder(Places.server(own));
    write(folder, 3, new Random(1));
    TestPostgres.run(own, "DROP TABLE rehearsal.purge", "UPDATE rehearsal.format SET version = 1");

    assertThat(recorded(folder)).hasSize(3);
    assertThat(purges(folder)).isEmpty();
    PurgeRow purged = purge(folder, all());

    assertThat(purged.prefixes()).isEqualTo(3);
    assertThat(purges(folder)).containsExactly(purged);
  }

  @Test
  void letsAllUseTheNewTableWhoMayUseTheOthers() {
    String own = beforePurges("upgrader", "beside");
    TestPostgres.run(own, "GRANT CREATE ON SCHEMA rehearsal TO upgrader");

    write(as(own, "upgrader"), 1, new Random(1));

    RunFolder folder = as(own, "beside");
    write(folder, 2, new Random(1));
    assertThat(purge(folder, all()).prefixes()).isEqualTo(2);
    assertThat(purges(folder)).hasSize(1);
  }

  @Test
  void canBeUpgradedByTheOwnerAsTheDocumentSays() throws IOException {
    String own = beforePurges("colleagues");
    assertThatThrownBy(() -> write(as(own, "colleagues"), 1, new Random(1)))
        .hasMessageContaining("permission denied for schema rehearsal")
        .hasMessageContaining("docs/journal.md");
    Path page = Path.of(System.getProperty("rehearsal.root", ".."), "docs", "journal.md");
    Matcher sql = Pattern.compile("(?s)```sql\\s+(BEGIN;.*?)```").matcher(Files.readString(page));
    assertThat(sql.find()).isTrue();

    TestPostgres.run(own, sql.group(1));

    RunFolder folder = as(own, "colleagues");
    write(folder, 2, new Random(1));
    assertThat(purge(folder, all()).prefixes()).isEqualTo(2);
    String made = TestPostgres.database();
    write(newFolder(Places.server(made)), 1, new Random(1));
    assertThat(columns(own, "purge")).isNotEmpty().isEqualTo(columns(made, "purge"));
  }

  /** A database of format 1, which its users may use as the document lists. */
  private String beforePurges(String... users) {
    String own = TestPostgres.database();
    write(newFolder(Places.server(own)), 1, new Random(1));
    TestPostgres.run(own, "DROP TABLE rehearsal.purge", "UPDATE rehearsal.format SET version = 1");
    letIn(own, users);
    return own;
  }

  /** New users, who may write runs and make nothing; their password is abcd. */
  static void letIn(String database, String... users) {
    for (String user : users) {
      TestPostgres.run(
          database,
          "CREATE ROLE " + user + " LOGIN PASSWORD 'abcd'",
          "GRANT USAGE ON SCHEMA rehearsal TO " + user,
          "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rehearsal TO " + user,
          "GRANT USAGE ON ALL SEQUENCES IN SCHEMA rehearsal TO " + user);
    }
  }

  private RunFolder as(String database, String user) {
    return newFolder(Places.of("url = \"" + database + "\", user = " + user + ", password = abcd"));
  }

  /** As the server has them. */
  static List<String> columns(String database, String table) {
    List<String> columns = new ArrayList<>();
    try (Connection connection = TestPostgres.connect(database);
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery(
                "SELECT concat_ws(' ', column_name, data_type, is_nullable, column_default) FROM"
                    + " information_schema.columns WHERE table_schema = 'rehearsal' AND table_name"
                    + " = '"
                    + table
                    + "' ORDER BY ordinal_position")) {
      while (results.next()) {
        columns.add(results.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return columns;
  }

  @Test
  void leavesTheOtherRunsOfTheDatabaseAlone() {
    RunFolder folder = newFolder();
    RunFolder beside = newFolder();
    write(folder, 3, new Random(1));
    write(beside, 3, new Random(1));
    List<Recorded> before = recorded(beside);

    purge(folder, all());

    assertThat(recorded(beside)).isEqualTo(before).isNotEqualTo(recorded(folder));
    assertThat(purges(beside)).isEmpty();
  }
}
