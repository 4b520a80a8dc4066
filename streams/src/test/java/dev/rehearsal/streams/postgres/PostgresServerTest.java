package dev.rehearsal.streams.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.config.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
  @Test
  void asksTheServerToLookAfterAConnectionThatSaysNothing() throws SQLException {
    String url = TestPostgres.database();
    PostgresServer server =
        new PostgresServer(
            url,
            url,
            "plan.conf:1",
            Optional.of(TestPostgres.READER),
            Optional.of(new Secret(TestPostgres.PASSWORD)),
            Optional.empty(),
            Duration.ofSeconds(10));

    try (Connection connection = server.connect(Duration.ofSeconds(10))) {
      assertThat(shown(connection, "tcp_keepalives_idle")).isEqualTo("30");
      assertThat(shown(connection, "tcp_keepalives_interval")).isEqualTo("10");
    }
  }

  private static String shown(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet results = statement.executeQuery("SHOW " + setting)) {
      results.next();
      return results.getString(1);
    }
  }
}
