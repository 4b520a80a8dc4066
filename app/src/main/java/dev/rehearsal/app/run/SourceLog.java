package dev.rehearsal.app.run;

import dev.rehearsal.app.view.RunView;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.source.SourceEvents;
import java.time.InstantSource;

/** Journals what happens to the source, and says it aloud. */
record SourceLog(Journal journal, RunView view, InstantSource clock) implements SourceEvents {
  @Override
  public void happened(String kind, String detail) {
    journal.append(new EventRow(clock.instant(), kind, detail));
    view.event(kind, detail, true);
  }
}
