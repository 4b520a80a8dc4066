package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A purge of a run that goes on and has its journal in a file. */
class SqliteLivePurgeTest extends LivePurgeContract {
  @Override
  JournalPlace place() {
    return JournalPlace.FOLDER;
  }

  @Test
  void leavesNoTextInTheLogBesideTheFileAndInTheFileNoMoreThanPieces()
      throws IOException, SQLException {
    RunFolder folder = newFolder();
    SqlitePurgeTest.writeMarked(folder);
    Set<String> gone = SqlitePurgeTest.found(folder, SqlitePurgeTest.parts(folder, 1));
    Set<String> kept = SqlitePurgeTest.found(folder, SqlitePurgeTest.parts(folder, 0));
    assertThat(gone).hasSizeGreaterThan(1_000);
    try (Journal journal = Journal.open(folder)) {
      journal.counted(60);

      ended(purge(journal, folder, PurgeSelection.user("person 1", "nobody")));

      assertThat(Files.size(folder.path().resolve("journal.db-wal"))).isZero();
      assertThat(SqlitePurgeTest.found(folder, gone)).hasSizeLessThan(gone.size() / 100);
      assertThat(SqlitePurgeTest.found(folder, kept)).hasSizeGreaterThan(1_000);
    }
  }

  @Test
  void waitsForWhoReadsTheLogBeforeItSaysThatItIsDone() throws SQLException {
    RunFolder folder = newFolder();
    PurgeContract.write(folder, 3, new Random(1));
    try (Journal journal = Journal.open(folder)) {
      journal.counted(3);
      LivePurge purge;
      try (JournalConnection reader = folder.database().read();
          Statement statement = reader.jdbc().createStatement();
          ResultSet rows = statement.executeQuery("SELECT number FROM prefix")) {
        assertThat(rows.next()).isTrue();
        purge = purge(journal, folder, PurgeContract.all());
        await(purge::isRemoved);
        JournalContract.done(journal.flush());
        JournalContract.done(journal.flush());
        assertThat(purge.end().toCompletableFuture()).isNotDone();
      }
      assertThat(ended(purge).row().prefixes()).isEqualTo(3);
    }
  }
}
