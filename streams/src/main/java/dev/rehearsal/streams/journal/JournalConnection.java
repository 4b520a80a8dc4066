package dev.rehearsal.streams.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** A connection to the journal of one run, and what is its database's own in SQL. */
interface JournalConnection extends AutoCloseable {

  /** For statements that every database understands. */
  Connection jdbc();

  JournalTrouble trouble();

  /** What a query selects from to find the run's rows of a table. */
  String rows(JournalTable table);

  /** What the journal takes on disk but for free room; empty where nobody knows. */
  OptionalLong bytes() throws SQLException;

  /** Whether the journal has the table: older ones lack newer tables. */
  boolean has(JournalTable table) throws SQLException;

  /** Inserts rows whose keys are not there yet; the others stay as they are. */
  RowWriter inserting(JournalTable table) throws SQLException;

  /** Inserts rows, each in place of one with its key, when it is flushed. */
  RowWriter replacing(JournalTable table) throws SQLException;

  /** Deletes the run's row of a table that has the key which is bound to it. */
  PreparedStatement deleting(JournalTable table) throws SQLException;

  /** Binds a text, which may hold what the database cannot. */
  void bind(PreparedStatement statement, int column, String text) throws SQLException;

  /** The text as it was bound; empty for none. */
  Optional<String> text(ResultSet results, int column) throws SQLException;

  /** Commits what was written since the last commit; the next write begins anew. */
  void commit() throws SQLException;

  /**
   * Takes what is committed out of a log beside the file into the file, and empties the log; false
   * when somebody reads it just now. Nothing may be uncommitted.
   */
  boolean emptyLog() throws SQLException;

  void rollback() throws SQLException;

  @Override
  void close() throws SQLException;
}
