package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Joins admissions with their replies and verdicts, a chunk of numbers at a time: a cursor held
 * open for a whole resume would keep the journal's log from ever being cut.
 */
final class RecoveredRows implements Iterator<Recovered> {
  static final int CHUNK = 1_000;

  private final StoredRows rows;
  private final JournalTrouble trouble;
  private final long last;
  private final Deque<Recovered> chunk = new ArrayDeque<>();
  private long next;

  /**
   * @param next the first number to read
   * @param last the last number to read
   */
  RecoveredRows(StoredRows rows, JournalTrouble trouble, long next, long last) {
    this.rows = rows;
    this.trouble = trouble;
    this.next = next;
    this.last = last;
  }

  @Override
  public boolean hasNext() {
    return !chunk.isEmpty() || next <= last;
  }

  @Override
  public Recovered next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the last admission was " + last);
    }
    if (chunk.isEmpty()) {
      read();
    }
    return chunk.remove();
  }

  private void read() {
    long end = Math.min(next + CHUNK, last + 1);
    List<StoredAdmission> admissions = rows.admissions(next, end);
    Deque<StoredReply> replies = new ArrayDeque<>(rows.replies(next, end));
    Deque<VerdictRow> verdicts = new ArrayDeque<>(rows.verdicts(next, end));
    for (StoredAdmission admission : admissions) {
      if (admission.number() != next) {
        throw missing();
      }
      chunk.add(new Recovered(admission, repliesTo(next, replies), verdictsOn(next, verdicts)));
      next++;
    }
    if (next != end) {
      throw missing();
    }
  }

  private RehearsalException missing() {
    return trouble.corrupt("admission " + next + " is missing");
  }

  private static List<StoredReply> repliesTo(long number, Deque<StoredReply> waiting) {
    List<StoredReply> found = new ArrayList<>();
    for (StoredReply head = waiting.peek();
        head != null && head.admission() == number;
        head = waiting.peek()) {
      found.add(waiting.remove());
    }
    return found;
  }

  private static List<VerdictRow> verdictsOn(long number, Deque<VerdictRow> waiting) {
    List<VerdictRow> found = new ArrayList<>();
    for (VerdictRow head = waiting.peek();
        head != null && head.admission() == number;
        head = waiting.peek()) {
      found.add(waiting.remove());
    }
    return found;
  }
}
