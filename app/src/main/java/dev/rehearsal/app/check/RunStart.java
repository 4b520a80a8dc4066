package dev.rehearsal.app.check;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.Retention;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import dev.rehearsal.streams.source.Before;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.Sampled;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** What a run begins with: a plan alone, its own journal, or the replies of another run. */
public interface RunStart {

  /** The run's folder, made if it is new. */
  RunFolder folder(CheckedPlan checked);

  /** The journal to go on with. */
  Journal journal(RunFolder folder, RunRow begun, Retention retention);

  /** Whether lanes may ask their models; else every reply is there already. */
  boolean asksLanes();

  /** The prefixes that are not in the journal yet. */
  PreparedSource source(
      CheckedPlan checked, Preparation preparation, OpenGraders graders, JournalReader reader);

  /**
   * Checks the plan against what was begun.
   *
   * @param now the plan's digest
   * @return the run's
   */
  Map<String, String> digest(Map<String, String> now, JournalReader reader);

  /** The row that says that the run is at work. */
  RunRow running(RunRow begun, JournalReader reader);

  /** What the journal says of the source. */
  default Before before(JournalReader reader) {
    return Before.NOTHING;
  }

  /** How many admissions of the journal are taken. */
  long admitted(JournalReader reader);

  /** Those admissions, in order. */
  Iterator<Recovered> admissions(JournalReader reader);

  /**
   * The prefixes after those.
   *
   * @throws dev.rehearsal.RehearsalException from the stream when the input is another than before
   */
  Source<Sampled, NotUsed> fresh(PreparedSource source, JournalReader reader);

  /** Takes a folder away again that was made for this run, when nothing was admitted into it. */
  default void discard(RunFolder folder) {}

  /** What a reader of the result should know of its end, if anything. */
  Optional<String> ending();
}
