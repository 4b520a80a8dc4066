package dev.rehearsal.streams.journal;

/** The journal in a file of the run's folder. */
class SqliteJournalTest extends JournalContract {
  @Override
  JournalPlace place() {
    return JournalPlace.FOLDER;
  }
}
