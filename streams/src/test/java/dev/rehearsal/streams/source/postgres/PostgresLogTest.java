package dev.rehearsal.streams.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.streams.postgres.TestPostgres;
import dev.rehearsal.streams.source.Logs;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.Sampled;
import dev.rehearsal.streams.source.SourceContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a query, on a real server. */
class PostgresLogTest extends SourceContract {
  private static String url;

  @TempDir Path elsewhere;

  @BeforeAll
  static void makeDatabase() {
    url = TestPostgres.database();
    TestPostgres.run(
        url,
        "CREATE TABLE log (n serial PRIMARY KEY, line text)",
        "GRANT SELECT ON log TO " + TestPostgres.READER,
        """
        CREATE TABLE chat AS SELECT 'c' || n AS id, 'u' || n % 7 AS user_id,
          timestamptz '2026-11-01 12:00:00+01' + n * interval '1 hour' AS created_at,
          jsonb_build_array(
            jsonb_build_object('role', 'user', 'content', 'question ' || n),
            jsonb_build_object('role', 'assistant', 'content', 'answer ' || n)) AS messages,
          json '{"plan": "pro", "seats": 12345678901234567890.10}' AS account, n % 2 = 0 AS paid,
          ARRAY['a', 'b'] AS tags, NULL::text AS note
          FROM generate_series(1, 30) AS n\
        """,
        "GRANT SELECT ON chat TO " + TestPostgres.READER);
  }

  @Override
  protected PreparedSource open(List<String> lines, Preparation preparation) {
    fill(lines);
    return open("SELECT line FROM log ORDER BY n;", "fetch-size = 7", preparation);
  }

  @Test
  void makesARecordOfSeveralColumns() {
    try (PreparedSource source = open("TABLE chat -- all of it", "", preparation())) {
      List<Prefix> prefixes = Logs.all(source, system());
      Prefix second =
          prefixes.stream().filter(p -> p.conversationId().equals("c2")).findFirst().orElseThrow();

      assertThat(prefixes).hasSize(30);
      assertThat(second.messages().get(0).path("content").asText()).isEqualTo("question 2");
      JsonNode attributes = second.attributes();
      assertThat(attributes.path("account").path("seats").toString())
          .isEqualTo("12345678901234567890.10");
      assertThat(attributes.path("paid").isBoolean()).isTrue();
      assertThat(attributes.path("tags")).hasSize(2);
      assertThat(attributes.path("note").isNull()).isTrue();
      assertThat(Instant.parse("2026-11-01T13:00:00Z")).isIn(times(source));
      assertThat(source.funnel().read()).isEqualTo(30);
    }
  }

  @Test
  void namesARowByItsNumber() {
    List<Sampled> sampled;
    try (PreparedSource source = open("SELECT * FROM chat ORDER BY id", "", preparation())) {
      sampled = Logs.sampled(source, system());
    }
    assertThat(sampled)
        .allMatch(s -> s.position().source().equals("postgresql"))
        .extracting(s -> s.position().line())
        .contains(1L, 30L)
        .doesNotHaveDuplicates();
  }

  @Test
  void isTheSameLogInWhateverOrderTheServerGivesIt() {
    List<String> lines = new ArrayList<>(Logs.records(50));
    fill(lines);
    try (PreparedSource source = open("SELECT line FROM log ORDER BY n", "", preparation());
        PreparedSource other =
            open("SELECT line FROM log ORDER BY n DESC", "", Logs.preparation(elsewhere))) {
      assertThat(Logs.ids(other, system())).isEqualTo(Logs.ids(source, system()));
      assertThat(other.fingerprint()).isPresent().isEqualTo(source.fingerprint());
    }
    Collections.reverse(lines);
    lines.set(0, Logs.record("changed"));
    try (PreparedSource source = open("SELECT line FROM log", "", preparation())) {
      String before = source.fingerprint().orElseThrow();
      try (PreparedSource changed = open(lines, Logs.preparation(elsewhere))) {
        assertThat(changed.fingerprint().orElseThrow()).isNotEqualTo(before);
      }
    }
  }

  @Test
  void setsAsideARowWithoutARecord() {
    TestPostgres.run(url, "TRUNCATE log", "INSERT INTO log (line) VALUES (NULL)");
    add(Logs.records(3));

    try (PreparedSource source = open("SELECT line FROM log ORDER BY n", "", preparation())) {
      assertThat(source.quarantined()).containsEntry("not a JSON object", 1L).hasSize(1);
    }
    String longest = Logs.record("long").replace("question", "q".repeat(10_000));
    try (PreparedSource source =
        open(
            "SELECT line FROM log WHERE line IS NOT NULL UNION ALL SELECT '" + longest + "'",
            "max-line-bytes = 1000",
            preparation())) {
      assertThat(source.quarantined()).containsEntry("over max-line-bytes", 1L).hasSize(1);
    }
  }

  @Test
  void changesNothingInTheDatabase() {
    TestPostgres.run(
        url,
        "CREATE FUNCTION meddle() RETURNS text LANGUAGE plpgsql AS"
            + " $$ BEGIN DELETE FROM log; RETURN ''; END $$");
    assertThatThrownBy(() -> open("SELECT meddle()", "", preparation()))
        .hasMessageContaining("the query writes, and a source only reads");
  }

  private List<Instant> times(PreparedSource source) {
    return Logs.sampled(source, system()).stream().flatMap(s -> s.time().stream()).toList();
  }

  private PreparedSource open(String query, String more, Preparation preparation) {
    return Logs.spec(
            folder,
            """
            type = postgresql
            url = "%s", user = %s, password = %s
            query = \"""%s\"""
            %s
            """
                .formatted(url, TestPostgres.READER, TestPostgres.PASSWORD, query, more))
        .open(preparation);
  }

  private static void fill(List<String> lines) {
    TestPostgres.run(url, "TRUNCATE log RESTART IDENTITY");
    add(lines);
  }

  private static void add(List<String> lines) {
    try (Connection connection = TestPostgres.connect(url);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO log (line) VALUES (?)")) {
      for (String line : lines) {
        insert.setString(1, line);
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
