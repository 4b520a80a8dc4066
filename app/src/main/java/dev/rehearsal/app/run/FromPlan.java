package dev.rehearsal.app.run;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.Digest;
import dev.rehearsal.app.check.OpenGraders;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.check.RunStart;
import dev.rehearsal.app.check.SameInput;
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

/** A new run, or one that goes on. */
record FromPlan(RunOptions options) implements RunStart {

  @Override
  public RunFolder folder(CheckedPlan checked) {
    return options.resume()
        ? RunFolder.open(options.folder(), checked.journal())
        : RunFolder.create(options.folder(), checked.journal());
  }

  @Override
  public void discard(RunFolder folder) {
    if (!options.resume()) {
      folder.removeIfUnused();
    }
  }

  @Override
  public Journal journal(RunFolder folder, RunRow begun, Retention retention) {
    return options.resume()
        ? Journal.open(folder, retention)
        : Journal.create(folder, begun, retention);
  }

  @Override
  public boolean asksLanes() {
    return true;
  }

  @Override
  public PreparedSource source(
      CheckedPlan checked, Preparation preparation, OpenGraders graders, JournalReader reader) {
    return checked.source().open(preparation);
  }

  @Override
  public Map<String, String> digest(Map<String, String> now, JournalReader reader) {
    if (begunBefore(reader)) {
      Digest.requireSame(reader.run().digest(), now, options.folder().toString());
    }
    return now;
  }

  @Override
  public RunRow running(RunRow begun, JournalReader reader) {
    return begunBefore(reader) ? reader.run().running() : begun;
  }

  @Override
  public Before before(JournalReader reader) {
    return begunBefore(reader)
        ? new Before(reader.run().funnel(), reader.lastAdmission(), () -> reader.admissions(1))
        : Before.NOTHING;
  }

  @Override
  public long admitted(JournalReader reader) {
    return reader.lastAdmission();
  }

  @Override
  public Iterator<Recovered> admissions(JournalReader reader) {
    return reader.admissions(1);
  }

  @Override
  public Source<Sampled, NotUsed> fresh(PreparedSource source, JournalReader reader) {
    long before = admitted(reader);
    boolean arrives = source.size().isEmpty();
    return before > 0 && arrives && !source.goesOn()
        ? SameInput.after(source.prefixes(0), admissions(reader))
        : source.prefixes(before);
  }

  @Override
  public Optional<String> ending() {
    return Optional.empty();
  }

  /** False for a run that was killed before it had read its log: there is nothing to agree with. */
  private boolean begunBefore(JournalReader reader) {
    return options.resume() && !reader.run().digest().isEmpty();
  }
}
