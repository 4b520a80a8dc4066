package dev.rehearsal.streams.journal;

import dev.rehearsal.streams.journal.JournalTable.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Takes what a run was given over into the journal of another run. */
final class JournalCopy {
  /** Looks and events belong to the old run; its row is written anew. */
  private static final Set<JournalTable> COPIED =
      EnumSet.complementOf(
          EnumSet.of(JournalTable.RUN, JournalTable.LOOK, JournalTable.EVENT, JournalTable.LABEL));

  private static final int TOGETHER = 1_000;

  private JournalCopy() {}

  /**
   * Copies admissions, replies and verdicts as they are at one moment, also while a run writes
   * them; the looks and the events belong to the old run and stay there.
   *
   * @param to must not exist
   */
  static void make(RunFolder from, RunFolder to, RunRow run) {
    boolean files =
        from.database() instanceof SqliteDatabase && to.database() instanceof SqliteDatabase;
    try (JournalConnection old = from.database().read()) {
      if (files) {
        backUp(old, to);
      } else {
        copy(old, to, run);
      }
    } catch (SQLException e) {
      throw from.database().trouble().reading(e);
    }
  }

  private static void backUp(JournalConnection old, RunFolder to) throws SQLException {
    try (Statement statement = old.jdbc().createStatement()) {
      statement.executeUpdate("backup to \"" + to.journal().toAbsolutePath() + "\"");
    }
    try (JournalConnection connection = to.database().open();
        Statement statement = connection.jdbc().createStatement()) {
      statement.executeUpdate("DELETE FROM look");
      statement.executeUpdate("DELETE FROM event");
      connection.jdbc().commit();
    } catch (SQLException e) {
      throw to.database().trouble().writing(e);
    }
  }

  /** All or nothing, row by row, each held against its sum. */
  private static void copy(JournalConnection old, RunFolder to, RunRow run) throws SQLException {
    old.jdbc().setAutoCommit(false); // one moment, and no more than some rows in memory
    try (JournalConnection copy = to.database().create();
        JournalTables tables = new JournalTables(copy)) {
      for (JournalTable table : COPIED) {
        if (old.has(table)) {
          copy(old, copy, table);
        }
      }
      tables.write(run);
      tables.commit();
    }
    old.rollback();
  }

  private static void copy(JournalConnection old, JournalConnection copy, JournalTable table)
      throws SQLException {
    List<Column> columns = table.columns().subList(0, table.columns().size() - 1);
    try (Statement statement = old.jdbc().createStatement();
        RowWriter to = copy.inserting(table)) {
      statement.setFetchSize(TOGETHER);
      try (ResultSet results =
          statement.executeQuery("SELECT * FROM " + old.rows(table) + " ORDER BY " + table.key())) {
        RowReader from = new RowReader(results, old, table.sql());
        for (int waiting = 1; from.next(); waiting++) {
          for (Column column : columns) {
            copy(from, to, column);
          }
          from.done();
          to.insert();
          if (waiting % TOGETHER == 0) {
            to.flush();
          }
        }
      }
      to.flush();
    }
  }

  static void copy(RowReader from, RowWriter to, Column column) throws SQLException {
    switch (column.type()) {
      case INTEGER -> to.integer(from.optionalInteger());
      case REAL -> to.real(from.optionalReal());
      case TEXT -> to.text(from.optionalText());
      case BLOB -> to.bytes(from.bytes());
    }
  }
}
