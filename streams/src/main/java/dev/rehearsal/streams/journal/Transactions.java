package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes to a journal, each wholly or not at all. Owned by the writer thread. */
record Transactions(JournalConnection connection, JournalTables tables) {

  /** What a transaction does to the tables. */
  interface Write {
    void to(JournalTables tables) throws SQLException;
  }

  /** Why it was not written; null when it was, and is committed. */
  @Nullable RehearsalException attempt(Write write) {
    try {
      write.to(tables);
      tables.commit();
      return null;
    } catch (SQLException e) {
      return rolledBack(connection.trouble().writing(e));
    } catch (RehearsalException e) {
      return rolledBack(e);
    } catch (RuntimeException | Error e) {
      return rolledBack(
          RehearsalException.failed(
              connection.trouble().journal()
                  + ": cannot write the journal, by a fault of this program: "
                  + e,
              e));
    }
  }

  private RehearsalException rolledBack(RehearsalException trouble) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      trouble.addSuppressed(e);
    }
    return trouble;
  }
}
