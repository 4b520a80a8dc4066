package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Says in words what SQLite says in codes. */
final class JournalTrouble {
  private static final int PRIMARY_CODE = 0xff;

  private JournalTrouble() {}

  static RehearsalException writing(Path journal, SQLException e) {
    return of(journal, e, "write");
  }

  static RehearsalException reading(Path journal, SQLException e) {
    return of(journal, e, "read");
  }

  static RehearsalException corrupt(Path journal, String what) {
    return RehearsalException.failed(corruptText(journal, what));
  }

  static RehearsalException corrupt(Path journal, String what, Exception cause) {
    return RehearsalException.failed(corruptText(journal, what), cause);
  }

  private static String corruptText(Path journal, String what) {
    return journal
        + " is corrupt: "
        + what
        + "; keep a copy of the run's folder, then restore it from a backup or start a new run";
  }

  private static RehearsalException of(Path journal, SQLException e, String verb) {
    String advice =
        switch (e.getErrorCode() & PRIMARY_CODE) {
          case 13 -> "the disk is full; free some space, then continue with --resume";
          case 8, 3, 23 ->
              "the folder or file may not be written by this user; change that, then"
                  + " continue with --resume";
          case 14 ->
              "the file cannot be opened; check that the folder exists and that this user may"
                  + " read and write it";
          case 11, 26 ->
              "the file is corrupt; keep a copy of the run's folder, then restore it from"
                  + " a backup or start a new run";
          case 5, 6 -> "another program holds the file; close it, then continue with --resume";
          case 10 ->
              "the disk gave an error; check it and the space on it, then continue with"
                  + " --resume";
          default -> "keep a copy of the run's folder, then continue with --resume";
        };
    return RehearsalException.failed(
        "%s: cannot %s the journal: %s. What was committed before is safe. SQLite says: %s"
            .formatted(journal, verb, advice, e.getMessage()),
        e);
  }
}
