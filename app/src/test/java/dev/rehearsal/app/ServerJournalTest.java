package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose journal is on a server is a run like any other. */
class ServerJournalTest {
  private static final String PASSWORD = "open-sesame-4711";

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

  @Test
  void endsAsWithAFileAlsoWhenItGoesOn() throws IOException {
    Path file = folder.resolve("file");
    Path onServer = folder.resolve("server");
    assertThat(Ran.quickstart(file).exitCode()).isZero();
    Ran begun = quickstart("--out", onServer, "--limit=20");
    assertThat(begun.out()).as(begun.err()).contains("after 20 prefixes");

    Ran ended = quickstart("--resume", onServer);

    assertThat(ended.out()).as(ended.err()).contains("20 reused from the journal");
    for (String part : List.of("estimates", "comparisons", "digest")) {
      assertThat(summary(onServer).path(part)).isEqualTo(summary(file).path(part)).isNotEmpty();
    }
    assertThat(onServer.resolve("journal.db")).doesNotExist();
    assertThat(onServer.resolve("journal.json")).isNotEmptyFile();
  }

  @Test
  @Tag("slow")
  void failsWithItsConnectionAndGoesOnToTheSameResult() throws IOException, SQLException {
    Path file = folder.resolve("file");
    Ran.quickstart(file);
    Path run = folder.resolve("run");
    quickstart("--out", run, "--limit=20"); // something is journalled before it breaks
    server.execute(
        """
        CREATE FUNCTION rehearsal.hang_up() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF NEW.number = 100 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
            RETURN NEW;
          END $$\
        """,
        "CREATE TRIGGER hang_up BEFORE INSERT ON rehearsal.prefix"
            + " FOR EACH ROW EXECUTE FUNCTION rehearsal.hang_up()");

    Ran failed = quickstart("--resume", run);

    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err())
        .contains("cannot write the journal: the connection is lost")
        .contains("continue with --resume");
    server.execute("DROP FUNCTION rehearsal.hang_up CASCADE");
    Ran ended = quickstart("--resume", run);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    for (String part : List.of("estimates", "comparisons", "digest")) {
      assertThat(summary(run).path(part)).isEqualTo(summary(file).path(part)).isNotEmpty();
    }
  }

  @Test
  void isReadByEveryCommand() throws IOException {
    Path run = folder.resolve("run");
    Path file = folder.resolve("file");
    quickstart("--out", run);
    Ran.quickstart(file);

    String report = Ran.rehearsal("report", run.toString(), "--format=csv").out();
    assertThat(report).isEqualTo(Ran.rehearsal("report", file.toString(), "--format=csv").out());
    Ran compared = Ran.rehearsal("compare", run.toString(), file.toString());
    assertThat(compared.out()).as(compared.err()).contains("0 only in a, 0 only in b");
    Path regraded = folder.resolve("regraded");
    Ran again =
        Ran.rehearsal("regrade", run.toString(), Ran.quickstart(), "--out", regraded.toString());
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(regraded.resolve("journal.db")).isNotEmptyFile();
    assertThat(summary(regraded).path("estimates")).isEqualTo(summary(file).path("estimates"));
  }

  @Test
  void keepsThePasswordToItself() throws IOException, SQLException {
    Path run = folder.resolve("run");

    Ran ran = quickstart("--out", run);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out() + ran.err()).doesNotContain(PASSWORD);
    try (Stream<Path> files = Files.walk(run)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
            .as(path.toString())
            .doesNotContain(PASSWORD);
      }
    }
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet plans = statement.executeQuery("SELECT plan || digest FROM rehearsal.run")) {
      while (plans.next()) {
        assertThat(plans.getString(1)).contains(server.url()).doesNotContain(PASSWORD);
      }
    }
  }

  @Test
  void leavesNoFolderWhenTheServerIsNotThere() {
    Path run = folder.resolve("run");

    Ran ran =
        Ran.quickstart(
            run,
            "--set",
            "journal.url=jdbc:postgresql://127.0.0.1:1/none",
            "--set",
            "journal.connect-timeout=1s");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains("cannot connect to \"jdbc:postgresql://127.0.0.1:1/none\"")
        .contains("check host and port in url");
    assertThat(run).doesNotExist();
  }

  private static Ran quickstart(String into, Path run, String... further) {
    return Ran.rehearsal(
        Stream.concat(
                Stream.of(
                    "run",
                    Ran.quickstart(),
                    into,
                    run.toString(),
                    "--set",
                    "journal.url=" + server.url(),
                    "--set",
                    "journal.user=postgres",
                    "--set",
                    "journal.password=" + PASSWORD),
                Stream.of(further))
            .toArray(String[]::new));
  }

  private static JsonNode summary(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("summary.json").toFile());
  }
}
