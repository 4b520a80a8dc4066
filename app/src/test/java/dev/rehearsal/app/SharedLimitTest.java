package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two runs, one limit, and the server of their journals between them. */
@Tag("slow")
@Timeout(120)
class SharedLimitTest {
  private static final int EACH = 25;
  private static final double A_MINUTE = 600;

  @TempDir Path folder;

  @Test
  void twoRunsKeepOneLimitTogether() throws IOException, SQLException {
    try (RealPostgres server = RealPostgres.start()) {
      long begin = System.nanoTime();
      LiveRun first = run(server, "first");
      LiveRun second = run(server, "second");
      List<Launched> ended = List.of(first.ended(), second.ended());
      Duration took = Duration.ofNanos(System.nanoTime() - begin);

      assertThat(ended)
          .allSatisfy(
              run ->
                  assertThat(run.out()).as(run.err()).contains("EXHAUSTED after " + EACH + " pre"));
      // Of each alone they would take half of it; a lease or two go at once.
      assertThat(took)
          .isGreaterThan(Duration.ofMillis((long) (60_000 * (2 * EACH - 10) / A_MINUTE)));
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT credential FROM rehearsal.permit")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("api");
        assertThat(rows.next()).isFalse();
      }
    }
  }

  private LiveRun run(RealPostgres server, String name) throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            source { type = jsonl, paths = ["-"] }
            journal { url = "%s", user = postgres, password = unused }
            limits { api { requests-per-minute = %d, shared = on } }
            models { new { type = simulated, limits = api } }
            lanes { candidate = new }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            stop.rules = off
            """
                .formatted(server.url(), (int) A_MINUTE));
    return new LiveRun("run", plan.toString(), "--out=" + folder.resolve(name))
        .feed(Conversations.lines(0, EACH))
        .noMore();
  }
}
