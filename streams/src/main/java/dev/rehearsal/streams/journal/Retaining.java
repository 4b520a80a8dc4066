package dev.rehearsal.streams.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;

/**
 * Removes the text of what is counted and old, or too much, a few admissions at a time. It goes
 * round: conversations need not come in the order of their times. Owned by the writer thread but
 * for {@link #counted}; what a step writes is there after a commit.
 */
final class Retaining implements AutoCloseable {
  /** Admissions in one step: some milliseconds. */
  private static final int STEP = 50;

  private static final Duration LONGEST_END = Duration.ofSeconds(1);
  private static final Duration OFTENEST = Duration.ofSeconds(1);
  private static final Duration SELDOMEST = Duration.ofHours(1);

  /** Rounds within the age: by so much later than asked a text may go. */
  private static final int ROUNDS = 100;

  private static final String SELECTOR = "journal.retain";

  private final JournalConnection connection;
  private final Retention retention;
  private final Instant started;
  private final JournalText text;
  private final StoredRows rows;
  private final TextRemoval removal;
  private final Duration pause;
  private volatile long counted;

  /** No admission up to this one has text. */
  private long floor;

  /** Where the round goes on. */
  private long next;

  private long wake;
  private PurgeRow row;
  private long rowNumber;

  Retaining(JournalConnection connection, Retention retention, Instant started)
      throws SQLException {
    this.connection = connection;
    this.retention = retention;
    this.started = started;
    this.text = new JournalText(connection);
    this.rows = new StoredRows(connection, text);
    this.removal = new TextRemoval(connection);
    this.pause = pause(retention);
    this.floor = removal.through();
    this.next = floor + 1;
    this.wake = System.nanoTime();
    this.row = PurgeRow.nothing(retention.clock().instant(), SELECTOR).through(floor);
  }

  private static Duration pause(Retention retention) {
    Duration pause = retention.age().map(age -> age.dividedBy(ROUNDS)).orElse(OFTENEST);
    pause = pause.compareTo(SELDOMEST) > 0 ? SELDOMEST : pause;
    return retention.bytes().isPresent() || pause.compareTo(OFTENEST) < 0 ? OFTENEST : pause;
  }

  /** All up to this admission is counted. */
  void counted(long admission) {
    counted = admission;
  }

  /** How long there is nothing to do, in nanoseconds; 0 when there is. */
  long idleNanos() {
    return retention.keepsAll() ? Long.MAX_VALUE : Math.max(0, wake - System.nanoTime());
  }

  /** Does some of what there is to do, for about so long at most. The caller commits. */
  void work(long mostNanos) throws SQLException {
    long begun = System.nanoTime();
    do {
      step();
    } while (idleNanos() == 0 && System.nanoTime() - begun < mostNanos);
  }

  /** Goes round once more, for a second at most. The caller commits. */
  void finish() throws SQLException {
    if (!retention.keepsAll()) {
      next = floor + 1;
      wake = System.nanoTime();
      work(LONGEST_END.toNanos());
    }
  }

  private void step() throws SQLException {
    Instant now = retention.clock().instant();
    if (!day(now).equals(day(row.at()))) {
      another(now);
    }
    PurgeRow before = row;
    boolean pressed = isTooMuch();
    long first = pressed ? floor + 1 : next;
    long end = Math.min(first + STEP, counted + 1);
    List<StoredAdmission> some = end > first ? rows.admissions(first, end) : List.of();
    for (StoredAdmission admission : some) {
      if (pressed || isOld(admission, now)) {
        remove(admission.number());
      }
    }
    next = pressed ? Math.max(next, floor + 1) : end;
    if (end > counted) {
      next = floor + 1;
      wake = System.nanoTime() + (counted == 0 ? OFTENEST : pause).toNanos();
    }
    row = row.through(floor);
    removal.flush();
    if (row.bytes() != before.bytes()) {
      write();
    }
  }

  private void remove(long number) throws SQLException {
    row = removal.remove(number, row);
    if (number == floor + 1) {
      floor = number;
    }
  }

  private void write() throws SQLException {
    if (rowNumber == 0) {
      rowNumber = removal.nextNumber();
      retention.notices().accept(retention.words());
    }
    removal.write(rowNumber, row);
  }

  /** A row for each day. */
  private void another(Instant now) {
    if (rowNumber != 0) {
      retention
          .notices()
          .accept(
              "journal.retain: on %s the text of %,d prefixes went, %,d bytes"
                  .formatted(day(row.at()), row.prefixes(), row.bytes()));
    }
    row = PurgeRow.nothing(now, SELECTOR).through(floor);
    rowNumber = 0;
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private boolean isOld(StoredAdmission admission, Instant now) {
    return retention.age().isPresent()
        && !admission.time().orElse(started).isAfter(now.minus(retention.age().get()));
  }

  private boolean isTooMuch() throws SQLException {
    OptionalLong bytes = connection.bytes();
    return retention.bytes().isPresent()
        && bytes.isPresent()
        && bytes.getAsLong() > retention.bytes().getAsLong();
  }

  @Override
  public void close() throws SQLException {
    text.close();
    removal.close();
  }
}
