package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The journal in a file of the run's folder. */
class SqliteJournalTest extends JournalContract {
  @Override
  JournalPlace place() {
    return JournalPlace.FOLDER;
  }

  @Test
  void saysWhatTheFileAndTheLogBesideItTake() throws IOException {
    RunFolder folder = newFolder();
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(new RandomRows(new Random(1)).admission(1));
      done(journal.flush());
      long log = Files.size(folder.path().resolve("journal.db-wal"));
      assertThat(log).isPositive();
      assertThat(journal.status().bytes()).hasValue(Files.size(folder.journal()) + log);
      journal.close();
      assertThat(journal.status().bytes()).hasValue(Files.size(folder.journal()));
    }
  }
}
