package dev.rehearsal.streams.journal;

import java.sql.SQLException;
import java.sql.Statement;

/** Takes what a run was given over into the journal of another run. */
final class JournalCopy {
  private JournalCopy() {}

  /**
   * Copies admissions, replies and verdicts as they are at one moment, also while a run writes
   * them; the looks and the events belong to the old run and stay there.
   *
   * @param to must not exist
   */
  static void make(RunFolder from, RunFolder to) {
    try (JournalConnection connection = from.database().read();
        Statement statement = connection.jdbc().createStatement()) {
      statement.executeUpdate("backup to \"" + to.journal().toAbsolutePath() + "\"");
    } catch (SQLException e) {
      throw from.database().trouble().reading(e);
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
}
