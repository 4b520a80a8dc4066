package dev.rehearsal.streams.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is removed between two commits: what is old or too much, and what somebody asks to be
 * purged, which goes first. Owned by the writer thread but for {@link #counted}.
 */
final class Removals implements AutoCloseable {
  private static final Duration LOG_AGAIN = Duration.ofSeconds(1);

  private final JournalConnection connection;
  private final Retaining retaining;
  private final LongSupplier nanos;
  private final Deque<LivePurge> purges = new ArrayDeque<>();
  private volatile boolean purging;
  private volatile long counted;

  /** When the log beside the file is tried to be emptied. */
  private long log;

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  Removals(JournalConnection connection, Retaining retaining, LongSupplier nanos) {
    this.connection = connection;
    this.retaining = retaining;
    this.nanos = nanos;
    this.log = nanos.getAsLong();
  }

  /** All up to this admission is counted. True when the writer has to be woken for it. */
  boolean counted(long admission) {
    counted = admission;
    retaining.counted(admission);
    return purging;
  }

  /** Up to which admission all are counted. */
  long counted() {
    return counted;
  }

  /** Begins a purge, after those that were begun before. */
  void begin(LivePurge purge) {
    purges.add(purge);
    purging = true;
  }

  /** How long there is nothing to do, in nanoseconds; 0 when there is. */
  long idleNanos() {
    return Math.min(idleOfPurge(), retaining.idleNanos());
  }

  private long idleOfPurge() {
    LivePurge first = purges.peek();
    if (first == null) {
      return Long.MAX_VALUE;
    }
    if (first.isRemoved()) {
      return Math.max(0, log - nanos.getAsLong());
    }
    return first.isDue(counted) ? 0 : Long.MAX_VALUE;
  }

  /** Works between two commits; longer where those take long. The caller commits. */
  void workAfter(long commitNanos) throws SQLException {
    LivePurge first = purges.peek();
    if (first == null || !first.isDue(counted)) {
      if (retaining.idleNanos() == 0) {
        retaining.workAfter(commitNanos);
      }
      return;
    }
    long most = Math.max(Retaining.LONGEST_NANOS, 2 * commitNanos);
    long begun = nanos.getAsLong();
    do {
      first.step(connection, counted);
    } while (first.isDue(counted) && nanos.getAsLong() - begun < most);
  }

  /** What was removed is committed now: takes it out of the log, too, once that is possible. */
  void committed() throws SQLException {
    LivePurge first = purges.peek();
    if (first == null || !first.isRemoved() || idleOfPurge() > 0) {
      return;
    }
    if (connection.emptyLog()) {
      first.close();
      purges.remove();
      purging = !purges.isEmpty();
      first.succeed();
    } else {
      log = nanos.getAsLong() + LOG_AGAIN.toNanos();
    }
  }

  /**
   * Nothing more is counted: goes round what is old once more, and purges what was under way as a
   * purge of a run that nobody works on does. The caller commits.
   */
  void finish() throws SQLException {
    retaining.finish();
    for (LivePurge purge : purges) {
      while (!purge.isRemoved()) {
        purge.step(connection, Long.MAX_VALUE);
      }
    }
  }

  /**
   * Ends all purges: the log goes with the journal's last connection.
   *
   * @param failure null when all is committed
   */
  void end(@Nullable RuntimeException failure) {
    for (LivePurge purge : purges) {
      if (failure == null) {
        purge.succeed();
      } else {
        purge.fail(failure);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (LivePurge purge : purges) {
      purge.close();
    }
    retaining.close();
  }
}
