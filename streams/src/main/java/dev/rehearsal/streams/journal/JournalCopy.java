package dev.rehearsal.streams.journal;

import java.nio.file.Path;
import java.sql.Connection;
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
  static void make(Path from, Path to) {
    try (Connection connection = Schema.read(from);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("backup to \"" + to.toAbsolutePath() + "\"");
    } catch (SQLException e) {
      throw JournalTrouble.reading(from, e);
    }
    try (Connection connection = Schema.open(to);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM look");
      statement.executeUpdate("DELETE FROM event");
      connection.commit();
    } catch (SQLException e) {
      throw JournalTrouble.writing(to, e);
    }
  }
}
