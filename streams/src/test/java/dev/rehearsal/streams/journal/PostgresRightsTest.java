package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.actors.limiter.Pace;
import dev.rehearsal.actors.limiter.SharedPermits.Answer;
import dev.rehearsal.actors.limiter.SharedPermits.Largest;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import dev.rehearsal.config.Secret;
import dev.rehearsal.streams.postgres.PostgresServer;
import dev.rehearsal.streams.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may make tables, and who may then use them. */
class PostgresRightsTest {
  private static final String OLD =
      "CREATE TABLE rehearsal.permit (credential text PRIMARY KEY, requests_due float8 NOT NULL,"
          + " tokens_due float8 NOT NULL)";

  @Test
  void inASchemaThatIsThereNobodyNeedsRightsOnTheDatabase() throws SQLException {
    String database = TestPostgres.database();
    TestPostgres.run(database, "CREATE SCHEMA rehearsal");
    PostgresPurgeTest.letIn(database, "first");
    TestPostgres.run(database, "GRANT CREATE ON SCHEMA rehearsal TO first");

    try (Connection connection = DriverManager.getConnection(database, "first", "abcd")) {
      PostgresTables.make(connection);
    }

    assertThat(take(database, "first").granted()).isTrue();
  }

  @Test
  void allWhoWriteRunsUseTheTableThatOneOfThemMade() throws SQLException {
    String database = runsOf("maker", "beside_maker");
    TestPostgres.run(database, "GRANT CREATE ON SCHEMA rehearsal TO maker");

    assertThat(take(database, "maker").granted()).isTrue();

    assertThat(take(database, "beside_maker").granted()).isFalse();
    assertThat(take(database, "postgres").granted()).isFalse();
  }

  @Test
  void allWhoWriteRunsUseTheOldTableThatItsOwnerUpgraded() throws SQLException {
    String database = runsOf("owner_of_old", "beside_owner");
    TestPostgres.run(database, OLD, "ALTER TABLE rehearsal.permit OWNER TO owner_of_old");
    assertThatThrownBy(() -> take(database, "beside_owner"))
        .hasMessageContaining("must be owner of table permit")
        .hasMessageContaining("docs/journal.md");

    assertThat(take(database, "owner_of_old").granted()).isTrue();

    assertThat(take(database, "beside_owner").granted()).isFalse();
  }

  @Test
  void theOwnerMakesOrUpgradesTheTableAsTheDocumentSays() throws IOException, SQLException {
    Path page = Path.of(System.getProperty("rehearsal.root", ".."), "docs", "journal.md");
    Matcher sql =
        Pattern.compile("(?s)```sql\\s+(BEGIN;\\s+CREATE TABLE IF NOT EXISTS.*?)```")
            .matcher(Files.readString(page));
    assertThat(sql.find()).isTrue();
    String made = runsOf("users_of_new");
    String upgraded = runsOf("users_of_old");
    TestPostgres.run(upgraded, OLD);
    assertThatThrownBy(() -> take(made, "users_of_new"))
        .hasMessageContaining("permission denied for schema rehearsal")
        .hasMessageContaining("docs/journal.md");

    TestPostgres.run(made, sql.group(1).replace("colleagues", "users_of_new"));
    TestPostgres.run(upgraded, sql.group(1).replace("colleagues", "users_of_old"));

    assertThat(take(made, "users_of_new").granted()).isTrue();
    assertThat(take(upgraded, "users_of_old").granted()).isTrue();
    String own = TestPostgres.database();
    assertThat(take(own, "postgres").granted()).isTrue();
    assertThat(List.of(columns(made), columns(upgraded))).containsOnly(columns(own));
  }

  private static List<String> columns(String database) {
    return PostgresPurgeTest.columns(database, "permit");
  }

  /** A database for runs of these users. */
  private static String runsOf(String... users) throws SQLException {
    String database = TestPostgres.database();
    try (Connection connection = TestPostgres.connect(database)) {
      PostgresTables.make(connection);
    }
    PostgresPurgeTest.letIn(database, users);
    return database;
  }

  /** One of a kind that is not due again within a test. */
  private static Answer take(String database, String user) {
    PostgresServer server =
        new PostgresServer(
            database,
            database,
            "plan.conf:1",
            Optional.of(user),
            Optional.of(new Secret("abcd")),
            Optional.empty(),
            Duration.ofSeconds(5));
    try (PostgresPermits permits = new PostgresPermits(server)) {
      Take one = new Take(1, 0, new Pace(600e9, 1e9));
      return permits.take("api", one, Take.NOTHING, Largest.NONE).toCompletableFuture().join();
    }
  }
}
