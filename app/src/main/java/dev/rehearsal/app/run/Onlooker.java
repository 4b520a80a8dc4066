package dev.rehearsal.app.run;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.pipeline.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks on at a run, and has its say in what is shown of it and in its result. Thread-safe. */
public interface Onlooker {
  /** Nobody looks on. */
  Onlooker NOBODY =
      new Onlooker() {
        @Override
        public void begins(Beginning run) {}

        @Override
        public void counted(Progress progress) {}

        @Override
        public Optional<Onlook> latest() {
          return Optional.empty();
        }

        @Override
        public List<Onlook.Raised> alarms() {
          return List.of();
        }

        @Override
        public void ends() {}

        @Override
        public Optional<String> reason() {
          return Optional.empty();
        }
      };

  /**
   * A run that is about to ask for its first prefix.
   *
   * @param graders fingerprints, by grader
   * @param reader of what happened before a resume
   * @param alarms said aloud and journalled
   */
  record Beginning(
      CheckedPlan checked,
      Map<String, String> digest,
      Map<String, String> graders,
      Path folder,
      JournalReader reader,
      AlarmLog alarms) {}

  /**
   * Before anything is asked or counted.
   *
   * @throws dev.rehearsal.RehearsalException when this run cannot be looked at
   */
  void begins(Beginning run);

  /**
   * Some more prefixes were counted, those before a resume too. One call after the other; must not
   * block.
   */
  void counted(Progress progress);

  /** What is to be said; empty before the first prefix. */
  Optional<Onlook> latest();

  /** The alarms that it has raised so far, those before a resume too; each once. */
  List<Onlook.Raised> alarms();

  /** Everything is counted and the journal is still open; waits for what is under way. */
  void ends();

  /** Why it stopped the run, if it did. */
  Optional<String> reason();
}
