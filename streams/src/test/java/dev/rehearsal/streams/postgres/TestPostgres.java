package dev.rehearsal.streams.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server, started once for all tests of a process. Its user {@link #READER} has to give a
 * password.
 */
public final class TestPostgres {
  /** May read and create in every database; has to give {@link #PASSWORD}. */
  public static final String READER = "reader";

  public static final String PASSWORD = "open-sesame-4711";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** The JDBC URL, without a user, of a new empty database. */
  public static String database() {
    String name = "test_" + DATABASES.incrementAndGet();
    run(url("postgres"), "CREATE DATABASE " + name + " OWNER " + READER);
    return url(name);
  }

  /** Runs statements as the superuser. */
  public static void run(String url, String... statements) {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection of the superuser. */
  public static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, "postgres", "");
  }

  private static String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + Running.SERVER.getPort() + "/" + database;
  }

  /** Starts the server when it is first asked for; its own hook ends it with the process. */
  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        Path rules = Files.createTempFile("pg_hba", ".conf");
        rules.toFile().deleteOnExit();
        Files.writeString(
            rules,
            """
            host all postgres 127.0.0.1/32 trust
            host all all 127.0.0.1/32 scram-sha-256
            """);
        rules.toFile().setReadable(true, false);
        EmbeddedPostgres server =
            EmbeddedPostgres.builder().setServerConfig("hba_file", rules.toString()).start();
        TestPostgres.run(
            "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
            "CREATE ROLE " + READER + " LOGIN PASSWORD '" + PASSWORD + "'");
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
