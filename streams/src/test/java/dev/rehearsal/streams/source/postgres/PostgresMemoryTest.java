package dev.rehearsal.streams.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.streams.journal.ChildProcess;
import dev.rehearsal.streams.postgres.TestPostgres;
import dev.rehearsal.streams.source.Logs;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result that is larger than the memory of who reads it. */
class PostgresMemoryTest {
  /** Rows of four kilobytes, of which the child's heap of 128 MB has no room for half. */
  private static final int ROWS = 80_000;

  @TempDir Path folder;

  @Test
  @Tag("slow")
  void readsAResultOfWhichItHasNoRoomForHalf() throws IOException, InterruptedException {
    Process child =
        ChildProcess.start(
            folder,
            PostgresMemoryTest.class,
            TestPostgres.database(),
            folder.toString(),
            Integer.toString(ROWS));
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isZero();
    assertThat(said).startsWith(ROWS + " read");
  }

  /** Reads a log and says what came of it. */
  public static void main(String[] arguments) {
    String query =
        """
        SELECT 'c' || n AS id, json_build_array(
          json_build_object('role', 'user', 'content', repeat('question ', 450)),
          json_build_object('role', 'assistant', 'content', 'answer')) AS messages
        FROM generate_series(1, %s) AS n\
        """
            .formatted(arguments[2]);
    String block =
        "type = postgresql, url = \"%s\", user = postgres, query = \"\"\"%s\"\"\""
            .formatted(arguments[0], query);
    Path folder = Path.of(arguments[1]);
    Preparation some = Logs.with(Logs.preparation(folder), Logs.fraction(0.001));
    try (PreparedSource source = Logs.spec(folder, block).open(some)) {
      System.out.println(source.funnel());
    }
  }
}
