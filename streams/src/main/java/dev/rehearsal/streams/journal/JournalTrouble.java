package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * Says of one journal in words what its database says in codes.
 *
 * @param journal where it is
 * @param database who says it
 * @param advice what to do
 */
record JournalTrouble(String journal, String database, Function<SQLException, String> advice) {

  RehearsalException writing(SQLException e) {
    return of(e, "write");
  }

  RehearsalException reading(SQLException e) {
    return of(e, "read");
  }

  RehearsalException corrupt(String what) {
    return RehearsalException.failed(corruptText(what));
  }

  RehearsalException corrupt(String what, Exception cause) {
    return RehearsalException.failed(corruptText(what), cause);
  }

  private String corruptText(String what) {
    return journal
        + " is corrupt: "
        + what
        + "; keep a copy of the run's folder, then restore it from a backup or start a new run";
  }

  private RehearsalException of(SQLException e, String verb) {
    return RehearsalException.failed(
        "%s: cannot %s the journal: %s. What was committed before is safe. %s says: %s"
            .formatted(journal, verb, advice.apply(e), database, e.getMessage()),
        e);
  }
}
