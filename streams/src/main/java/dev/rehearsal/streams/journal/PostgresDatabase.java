package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.UUID;

/** One run among others in the tables of a PostgreSQL database (docs/adr/0196). */
final class PostgresDatabase implements JournalDatabase {
  private final JournalPlace.Server server;
  private final UUID run;

  PostgresDatabase(JournalPlace.Server server, UUID run) {
    this.server = server;
    this.run = run;
  }

  PostgresServer server() {
    return server.address();
  }

  UUID run() {
    return run;
  }

  @Override
  public JournalTrouble trouble() {
    return new JournalTrouble(
        "run " + run + " in " + server.address().shown(), "PostgreSQL", this::advice);
  }

  @Override
  public JournalConnection create() throws SQLException {
    return writing(true);
  }

  @Override
  public JournalConnection open() throws SQLException {
    return writing(false);
  }

  @Override
  public JournalConnection read() throws SQLException {
    Connection jdbc = connect();
    try {
      PostgresTables.require(jdbc, trouble());
      jdbc.setReadOnly(true);
      // For a copy, which reads in one transaction: all tables as they are at one moment.
      jdbc.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new PostgresConnection(jdbc, run, trouble());
    } catch (SQLException | RuntimeException e) {
      close(jdbc, e);
      throw e;
    }
  }

  @Override
  public void remove() throws SQLException {
    try (Connection jdbc = connect();
        Statement statement = jdbc.createStatement()) {
      jdbc.setAutoCommit(false);
      for (JournalTable table : JournalTable.values()) {
        if (PostgresTables.has(jdbc, table)) {
          statement.addBatch(
              "DELETE FROM " + PostgresTables.name(table) + " WHERE run = '" + run + "'");
        }
      }
      statement.executeBatch();
      jdbc.commit();
    }
  }

  /** Nothing: the server's vacuum takes away what no row shows any more. */
  @Override
  public void sweep() {}

  /** Nobody knows without reading them all: the tables are those of many runs. */
  @Override
  public OptionalLong fileBytes() {
    return OptionalLong.empty();
  }

  private JournalConnection writing(boolean isNew) throws SQLException {
    Connection jdbc = connect();
    try {
      jdbc.setAutoCommit(false);
      if (isNew) {
        PostgresTables.make(jdbc);
      }
      PostgresTables.require(jdbc, trouble());
      PostgresTables.upgrade(jdbc);
      lock(jdbc);
      jdbc.commit();
      return new PostgresConnection(jdbc, run, trouble());
    } catch (SQLException | RuntimeException e) {
      close(jdbc, e);
      throw e;
    }
  }

  private Connection connect() {
    return server.address().connect(server.answerTimeout());
  }

  /**
   * Until the connection ends, however it ends: no two processes may write one run. The server
   * takes a moment to notice that a process died, so this waits a while.
   */
  private void lock(Connection jdbc) throws SQLException {
    long wait = server.address().connectTimeout().toMillis();
    long key = run.getMostSignificantBits() ^ run.getLeastSignificantBits();
    try (Statement statement = jdbc.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = " + wait);
      statement.execute("SELECT pg_advisory_lock(" + key + ")");
    } catch (SQLException e) {
      if (PostgresServer.state(e).equals("55P03")) {
        throw RehearsalException.failed(
            trouble().journal()
                + " is in use by another process; wait for it to end or stop it, then try again",
            e);
      }
      throw e;
    }
  }

  private String advice(SQLException e) {
    String state = PostgresServer.state(e);
    if (state.startsWith("08") || state.startsWith("57P")) {
      return "the connection is lost; see that the server is up, then continue with --resume";
    }
    return switch (state) {
      case "57014" ->
          "an answer took longer than journal.answer-timeout = "
              + server.answerTimeout().toMillis()
              + " ms; see what keeps the server busy, then continue with --resume";
      case "42501" ->
          "this user may not do that; grant the rights that docs/journal.md lists, then continue"
              + " with --resume";
      case "53100" -> "the server's disk is full; free some space, then continue with --resume";
      case "53200", "53300" ->
          "the server has no room for this; try later, and continue with --resume";
      default -> "see what the server says, then continue with --resume";
    };
  }

  private static void close(Connection jdbc, Exception cause) {
    try {
      jdbc.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
