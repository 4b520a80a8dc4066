package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that was killed while several replies to a prefix were on their way: a later one may have
 * come and the first not.
 */
class MissingReplyTest {
  private static final String LANES =
      "lanes { production = recorded, candidate { model = new, samples = 3 } }\n";
  private static final String CANDIDATE_ALONE =
      "lanes { candidate { model = new, samples = 2 } }\n";

  @TempDir Path folder;

  @Test
  void regradesNoFurtherThanTheFirstPrefixWithoutItsFirstReply() throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      log.append(
          """
          {"id":"c%d","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
          """
              .formatted(i));
    }
    Files.writeString(folder.resolve("log.jsonl"), log);
    String run = folder.resolve("run").toString();
    Ran.rehearsal("run", plan("run.conf", LANES), "--out", run);
    forget(50);

    Ran regraded =
        Ran.rehearsal(
            "regrade",
            run,
            plan("alone.conf", CANDIDATE_ALONE),
            "--out",
            folder.resolve("again").toString());

    assertThat(
            new ObjectMapper()
                .readTree(folder.resolve("again/summary.json").toFile())
                .path("admitted")
                .asInt())
        .as(regraded.err())
        .isEqualTo(49);
  }

  private String plan(String name, String lanes) throws IOException {
    return Files.writeString(
            folder.resolve(name),
            """
            source { type = jsonl, paths = ["log.jsonl"] }
            models { new { type = simulated, rates { no = 0.3 } } }
            graders { finds { type = rule, contains = "VIOLATES(no)" } }
            categories = [ { id = no, grader = finds } ]
            stop.rules = off
            """
                + lanes)
        .toString();
  }

  /** Takes the candidate's first reply to an admission out of the journal. */
  private void forget(int admission) throws SQLException {
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("run/journal.db"));
        Statement statement = journal.createStatement()) {
      String id =
          "%d << 10 | (SELECT id FROM slot WHERE lane = 'candidate' AND sample = 1)"
              .formatted(admission);
      assertThat(statement.executeUpdate("DELETE FROM reply WHERE id = (" + id + ")")).isOne();
    }
  }
}
