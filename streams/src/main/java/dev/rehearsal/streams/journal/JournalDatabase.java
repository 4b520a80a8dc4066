package dev.rehearsal.streams.journal;

import java.sql.SQLException;
import java.util.OptionalLong;

/** A database with the journal of one run in it, or room for it. */
interface JournalDatabase {

  /** Makes the journal, to write on; there may be none. */
  JournalConnection create() throws SQLException;

  /** The journal that is there, to write on, as nobody else may meanwhile; it is found whole. */
  JournalConnection open() throws SQLException;

  /** The journal that is there, to read only; a run may be writing it at the same time. */
  JournalConnection read() throws SQLException;

  /** Takes the journal away; nobody may have it open. */
  void remove() throws SQLException;

  /**
   * Takes what was deleted or overwritten out of the files as well, where that is for this program
   * to do; nobody may write the journal meanwhile.
   */
  void sweep() throws SQLException;

  /**
   * What the files of the journal take right now; empty where it has none of its own. Asks the file
   * system only, so it disturbs nobody who writes.
   */
  OptionalLong fileBytes();

  /** Puts trouble with this journal into words. */
  JournalTrouble trouble();
}
