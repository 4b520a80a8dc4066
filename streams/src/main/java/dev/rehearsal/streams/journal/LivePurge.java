package dev.rehearsal.streams.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A purge while a run goes on: the text of each admission goes once it is counted, some at a time;
 * the user's key last, in all rows at once, so that a purge that was cut finds the rest by it. The
 * writer thread does the steps; anybody may look how far it is.
 */
public final class LivePurge {
  /** Admissions that go together at most. */
  private static final int GROUP = 50;

  /** How far apart those may be: all that is between is looked at. */
  private static final long SPAN = 1_000;

  private final int selected;
  private final PurgeSelection selection;
  private final LongSupplier counted;
  private final CompletableFuture<JournalPurge.Result> end = new CompletableFuture<>();

  /** None any more once all is removed: a process of months may be purged each night. */
  private volatile List<Long> numbers;

  private volatile PurgeRow row;
  private volatile int done;
  private volatile boolean removed;
  private @Nullable TextRemoval removal;
  private long rowNumber;

  /**
   * @param numbers of the admissions that the selection takes, in ascending order
   * @param counted up to which admission all are counted
   */
  LivePurge(List<Long> numbers, PurgeSelection selection, Instant now, LongSupplier counted) {
    this.numbers = List.copyOf(numbers);
    this.selected = numbers.size();
    this.selection = selection;
    this.counted = counted;
    this.row = PurgeRow.nothing(now, selection.words());
  }

  /** What is gone by now; the rest may not be committed yet. */
  public JournalPurge.Result soFar() {
    return JournalPurge.Result.of(selected, selection, row);
  }

  /** How many prefixes still have to be looked at. */
  public long left() {
    return selected - done;
  }

  /** How many of those are under way: they go once they are counted. */
  public long underWay() {
    long last = counted.getAsLong();
    return numbers.stream().skip(done).filter(n -> n > last).count();
  }

  /** Whether all is out of the rows; the log beside the file may still have it. */
  public boolean isRemoved() {
    return removed;
  }

  /**
   * Completes once all is out of the rows and out of the log beside the file; exceptionally when
   * the journal could not be written.
   */
  public CompletionStage<JournalPurge.Result> end() {
    return end.minimalCompletionStage();
  }

  /** Whether a step is possible now. */
  boolean isDue(long last) {
    return !removed && (done == selected || numbers.get(done) <= last);
  }

  /** Removes some of what is counted up to {@code last}, or renames. The caller commits. */
  void step(JournalConnection connection, long last) throws SQLException {
    if (removal == null) {
      removal = new TextRemoval(connection);
    }
    if (done < selected) {
      List<Long> group = group(last);
      row = removal.remove(group, row.at(), row);
      int now = done + group.size();
      done = now;
    }
    if (done == selected) {
      if (selection.pseudonym().isPresent()) {
        for (long number : numbers) {
          removal.rename(number, selection.pseudonym().get());
        }
      }
      removed = true;
      numbers = List.of();
    }
    removal.flush();
    if (!row.isEmpty() || removed && !soFar().isEmpty()) {
      write(removal);
    }
  }

  /** Its number is taken with the first write only: before that, another row may take it. */
  private void write(TextRemoval to) throws SQLException {
    if (rowNumber == 0) {
      rowNumber = to.nextNumber();
    }
    to.write(rowNumber, row);
  }

  private List<Long> group(long last) {
    List<Long> group = new ArrayList<>();
    long first = numbers.get(done);
    for (int i = done; i < numbers.size() && group.size() < GROUP; i++) {
      long number = numbers.get(i);
      if (number > last || number - first >= SPAN) {
        break;
      }
      group.add(number);
    }
    return group;
  }

  /** It is the writer's now, or came too late. */
  void begun(@Nullable Void nothing, @Nullable Throwable trouble) {
    if (trouble != null) {
      fail(trouble);
    }
  }

  void close() throws SQLException {
    if (removal != null) {
      removal.close();
      removal = null;
    }
  }

  void succeed() {
    end.complete(soFar());
  }

  void fail(Throwable why) {
    end.completeExceptionally(why);
  }
}
