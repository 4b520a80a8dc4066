package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over the rows of a query. */
class ServerSourceTest {
  private static RealPostgres server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = RealPostgres.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    server.execute(
        "DROP TABLE IF EXISTS chat",
        """
        CREATE TABLE chat AS SELECT 'c' || n AS id, jsonb_build_array(
            jsonb_build_object('role', 'user', 'content', 'question ' || n),
            jsonb_build_object('role', 'assistant', 'content', 'answer ' || n)) AS messages
          FROM generate_series(1, 60) AS n\
        """);
  }

  @Test
  void goesOnWithTheSameRowsInAnotherOrder() throws IOException, SQLException {
    Ran begun = run("SELECT id, messages FROM chat ORDER BY id", "--out", "--limit=20");
    assertThat(begun.out()).as(begun.err()).contains("after 20 prefixes");

    Ran ended = run("TABLE chat", "--resume", "--limit=60");

    assertThat(ended.out()).as(ended.err()).contains("after 60 prefixes", "20 reused");
  }

  @Test
  void doesNotGoOnWithOtherRows() throws IOException, SQLException {
    run("TABLE chat", "--out", "--limit=20");
    server.execute("UPDATE chat SET messages = messages || messages WHERE id = 'c7'");

    Ran refused = run("TABLE chat", "--resume");

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains("cannot be resumed: the plan's log changed");
  }

  @Test
  void leavesNoFolderWhenTheQueryIsWrong() throws IOException {
    Ran refused = run("SELECT id, mesages FROM chat", "--out");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("plan.conf:4: PostgreSQL cannot run the query")
        .contains("column \"mesages\" does not exist (character 12 of the query)");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private Ran run(String query, String into, String... further) throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            source {
              type = postgresql
              url = "%s", user = postgres
              query = "%s"
            }
            sample { per-user = null }
            estimate { estimand = log }
            lanes { production = recorded }
            graders { long { type = rule, contains = "7" } }
            categories = [{ id = long, grader = long, tolerance = 0.5 }]
            stop { rules = off }
            """
                .formatted(server.url(), query));
    String[] arguments = new String[further.length + 4];
    System.arraycopy(
        new String[] {"run", plan.toString(), into, folder.resolve("run").toString()},
        0,
        arguments,
        0,
        4);
    System.arraycopy(further, 0, arguments, 4, further.length);
    return Ran.rehearsal(arguments);
  }
}
