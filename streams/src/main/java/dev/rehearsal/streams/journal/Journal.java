package dev.rehearsal.streams.journal;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The writing side of a run's journal. Every append returns at once; one writer thread commits what
 * is waiting together, and a stage completes when its rows are committed: a process killed after
 * that loses none of them. Rows are written in the order of the appends. Repeating a row changes
 * nothing: the first one stays.
 *
 * <p>Nothing blocks, so nothing bounds the queue but the callers: each keeps its appends in flight
 * to its own window, and awaits a reply or a verdict before it admits more.
 *
 * <p>After a write failed, every append that waits and every later one fails with the same {@link
 * dev.rehearsal.RehearsalException}; what was committed stays, and the run can be resumed.
 *
 * <p>Thread-safe. Stages complete on the writer thread: continue with something short, or with the
 * {@code …Async} methods.
 */
public interface Journal extends AutoCloseable {

  /**
   * Begins the journal of a new run.
   *
   * @throws dev.rehearsal.RehearsalException when the folder has one, or it cannot be written
   */
  static Journal create(RunFolder folder, RunRow run, Retention retention) {
    Journal journal = DatabaseJournal.create(folder.database(), run, retention);
    folder.remember();
    return journal;
  }

  /** The same, to keep everything. */
  static Journal create(RunFolder folder, RunRow run) {
    return create(folder, run, Retention.NONE);
  }

  /**
   * Begins the journal of a new run with the admissions, replies and verdicts of another.
   *
   * @throws dev.rehearsal.RehearsalException when {@code from} cannot be read, or {@code folder}
   *     has a journal or cannot be written
   */
  static Journal copy(RunFolder from, RunFolder folder, RunRow run, Retention retention) {
    JournalCopy.make(from, folder, run);
    folder.remember();
    Journal journal = open(folder, retention);
    journal.update(run);
    return journal;
  }

  /** The same, to keep everything. */
  static Journal copy(RunFolder from, RunFolder folder, RunRow run) {
    return copy(from, folder, run, Retention.NONE);
  }

  /**
   * Opens the journal of a run, to go on.
   *
   * @throws dev.rehearsal.RehearsalException when it is corrupt, not a journal, of a newer version,
   *     or cannot be written
   */
  static Journal open(RunFolder folder, Retention retention) {
    RunRow run;
    try (JournalReader reader = JournalReader.open(folder)) {
      run = reader.run();
    }
    return DatabaseJournal.open(folder.database(), run, retention);
  }

  /** The same, to keep everything. */
  static Journal open(RunFolder folder) {
    return open(folder, Retention.NONE);
  }

  /**
   * Journals an admission before whatever refers to it. It need not be awaited.
   *
   * @throws dev.rehearsal.RehearsalException after a write failed
   */
  void append(Admission row);

  /** Completes when the reply is committed. */
  CompletionStage<Void> append(ReplyRow row);

  /** Completes when all of the verdicts are committed, all together. */
  CompletionStage<Void> append(List<VerdictRow> rows);

  /** Completes when the look is committed. */
  CompletionStage<Void> append(LookRow row);

  /**
   * Journals an event. It need not be awaited.
   *
   * @throws dev.rehearsal.RehearsalException after a write failed
   */
  void append(EventRow row);

  /** All up to this admission is counted: its text may go, as far as retention says so. */
  void counted(long admission);

  /**
   * Begins to remove the text of admissions, between commits, of each once it is counted; {@link
   * JournalPurge#select} finds those. When the journal is closed before that, the rest goes then.
   *
   * @param numbers of admissions that are committed, in ascending order
   */
  LivePurge purge(List<Long> numbers, PurgeSelection selection, Instant now);

  /** Completes when everything that was appended before is committed. */
  CompletionStage<Void> flush();

  /** The run as it was last updated. */
  RunRow run();

  /** Replaces the run's row; completes when that is committed. */
  CompletionStage<Void> update(RunRow run);

  /** How the writing goes right now. */
  JournalStatus status();

  /** Commits what was appended and ends the writer thread; waits for it. Later appends fail. */
  @Override
  void close();
}
