package dev.rehearsal.streams.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.postgres.TestPostgres;
import dev.rehearsal.streams.source.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when a database is not as the plan says, on a real server. */
class PostgresTroubleTest {
  private static String url;

  @TempDir Path folder;

  @BeforeAll
  static void makeDatabase() {
    url = TestPostgres.database();
  }

  @Test
  void pointsAtWhatIsWrongInTheQuery() {
    RehearsalException typo = refused("query = \"SELECT id, mesages FROM chat\"");
    assertThat(typo.exitCode()).isEqualTo(RehearsalException.BAD_USAGE);
    assertThat(typo)
        .hasMessageContaining("String:5: ")
        .hasMessageContaining("PostgreSQL cannot run the query")
        .hasMessageContaining("relation \"chat\" does not exist")
        .hasMessageContaining("(character 25 of the query)")
        .hasMessageContaining("mend source.query");
    assertThat(refused("query = \"SELECT 1; DROP TABLE chat\""))
        .hasMessageContaining("syntax error at or near \";\"");
  }

  @Test
  void refusesColumnsThatMakeNoRecord() {
    assertThat(refused("query = \"SELECT 4711 AS n\""))
        .hasMessageContaining("the query gives one column, n, of type int4")
        .hasMessageContaining("must hold whole records as JSON");
    assertThat(refused("query = \"SELECT 1 AS a, 2 AS a\""))
        .hasMessageContaining("gives two columns named a; rename one of them with AS");
    assertThat(refused("query = \"SELECT\"")).hasMessageContaining("gives no column");
    assertThat(refused("query = \"SELECT 'no JSON' AS line\""))
        .hasMessageContaining("1 of 1 records cannot be used")
        .hasMessageContaining("not JSON=1")
        .hasMessageContaining("postgresql:1: not JSON");
  }

  @Test
  void saysWhatIsToCheckWhenItCannotConnect() throws IOException {
    assertThat(refused("password = wrong-one-815"))
        .hasMessageContaining("String:2: ")
        .hasMessageContaining("the server does not let this user in; check user and password");
    assertThat(refused("password = null"))
        .hasMessageContaining("check user and password (none is given)");
    assertThat(refused("url = \"" + url + "_not\""))
        .hasMessageContaining("the server has no such database");
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(refused("url = \"jdbc:postgresql://127.0.0.1:" + free + "/logs\""))
        .hasMessageContaining("the server cannot be reached within connect-timeout = 5000 ms")
        .hasMessageContaining("refused");
    assertThat(refused("url = \"jdbc:postgresql://no-such-host.invalid/logs\""))
        .hasMessageContaining("check host and port in url");
  }

  @Test
  void waitsForAnAnswerNoLongerThanAsked() throws IOException {
    assertThat(refused("query-timeout = 100ms, query = \"SELECT pg_sleep(60)::text\""))
        .hasMessageContaining("an answer took longer than query-timeout = 100 ms");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String silentUrl = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/logs";
      assertThat(refused("connect-timeout = 1s, url = \"" + silentUrl + "\""))
          .hasMessageContaining("cannot be reached within connect-timeout = 1000 ms");
    }
  }

  @Test
  void usesNothingOfALogThatBreaksOff() {
    String query =
        "SELECT CASE WHEN n = 400 THEN pg_terminate_backend(pg_backend_pid())::text"
            + " ELSE '{\\\"id\\\":\\\"secret text\\\"}' END FROM generate_series(1, 1000) AS n";

    RehearsalException lost = refused("fetch-size = 100, query = \"" + query + "\"");

    assertThat(lost.exitCode()).isEqualTo(RehearsalException.FAILED);
    assertThat(lost)
        .hasMessageContaining("stopped after row 300")
        .hasMessageContaining("check that the server is up and reachable, then try again")
        .hasMessageContaining("nothing was sampled");
    assertThat(
            refused(
                "query = \"SELECT (n::text || 'private')::int::text FROM generate_series(1, 3) AS"
                    + " n\""))
        .hasMessageContaining("a value of this row is not of the type");
  }

  /** The trouble with a plan in which {@code changes} come last; it never names the password. */
  private RehearsalException refused(String changes) {
    String block =
        """
        type = postgresql
        url = "%s", user = %s, password = %s
        connect-timeout = 5s
        query = "SELECT '{}'"
        %s
        """
            .formatted(url, TestPostgres.READER, TestPostgres.PASSWORD, changes);
    RehearsalException trouble =
        catchThrowableOfType(
            RehearsalException.class,
            () -> Logs.spec(folder, block).open(Logs.preparation(folder)).close());
    StringWriter text = new StringWriter();
    trouble.printStackTrace(new PrintWriter(text));
    assertThat(text.toString())
        .doesNotContain(TestPostgres.PASSWORD)
        .doesNotContain("wrong-one-815");
    return trouble;
  }
}
