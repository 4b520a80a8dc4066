package dev.rehearsal.streams.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;

/** A connection to the rows of one run in the tables of all. */
final class PostgresConnection implements JournalConnection {
  private final Connection jdbc;
  private final String run;
  private final JournalTrouble trouble;

  PostgresConnection(Connection jdbc, UUID run, JournalTrouble trouble) {
    this.jdbc = jdbc;
    this.run = "'" + run + "'::uuid";
    this.trouble = trouble;
  }

  @Override
  public Connection jdbc() {
    return jdbc;
  }

  @Override
  public JournalTrouble trouble() {
    return trouble;
  }

  /** The run stands behind a row's sum, where nobody reads on. */
  @Override
  public String rows(JournalTable table) {
    return "(SELECT * FROM %s WHERE run = %s) AS rows".formatted(PostgresTables.name(table), run);
  }

  /** The tables of a server are those of many runs. */
  @Override
  public OptionalLong bytes() {
    return OptionalLong.empty();
  }

  @Override
  public boolean has(JournalTable table) throws SQLException {
    return PostgresTables.has(jdbc, table);
  }

  @Override
  public RowWriter inserting(JournalTable table) throws SQLException {
    return writer(table, "ON CONFLICT DO NOTHING");
  }

  @Override
  public RowWriter replacing(JournalTable table) throws SQLException {
    String columns =
        table.columns().stream()
            .map(PostgresTables::quoted)
            .map(name -> name + " = excluded." + name)
            .collect(Collectors.joining(", "));
    return writer(table, "ON CONFLICT (run, " + table.key() + ") DO UPDATE SET " + columns);
  }

  @Override
  public PreparedStatement deleting(JournalTable table) throws SQLException {
    return jdbc.prepareStatement(
        "DELETE FROM %s WHERE run = %s AND %s = ?"
            .formatted(PostgresTables.name(table), run, table.key()));
  }

  @Override
  public void bind(PreparedStatement statement, int column, String text) throws SQLException {
    statement.setString(column, PostgresText.stored(text));
  }

  @Override
  public Optional<String> text(ResultSet results, int column) throws SQLException {
    return Optional.ofNullable(results.getString(column)).map(PostgresText::original);
  }

  @Override
  public void commit() throws SQLException {
    jdbc.commit();
  }

  /** Nothing: the server's log is the server's. */
  @Override
  public boolean emptyLog() {
    return true;
  }

  @Override
  public void rollback() throws SQLException {
    jdbc.rollback();
  }

  @Override
  public void close() throws SQLException {
    jdbc.close();
  }

  private RowWriter writer(JournalTable table, String onConflict) throws SQLException {
    String key =
        table == JournalTable.EVENT
            ? "coalesce(?::bigint, nextval('" + PostgresTables.eventNumbers() + "'))"
            : "?";
    return new RowWriter(
        this,
        jdbc.prepareStatement(
            "INSERT INTO %s VALUES (%s%s, %s) %s"
                .formatted(
                    PostgresTables.name(table),
                    key,
                    ", ?".repeat(table.columns().size() - 1),
                    run,
                    onConflict)),
        RowWriter.Mode.TOGETHER);
  }
}
