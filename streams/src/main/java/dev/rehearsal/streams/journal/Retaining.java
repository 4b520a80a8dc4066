package dev.rehearsal.streams.journal;

import dev.rehearsal.streams.journal.KeptText.Kept;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Removes the text of what is counted and old, or too much, some admissions at a time. For the age
 * it goes round: conversations need not come in the order of their times. The size it looks at each
 * second. Owned by the writer thread but for {@link #counted}; what it writes is there after a
 * commit.
 */
final class Retaining implements AutoCloseable {
  /** Admissions that go together at most: some milliseconds, or some turns to a server. */
  private static final int GROUP = 50;

  /** Of their prefixes: what is deleted is overwritten. One alone may have more. */
  private static final long GROUP_BYTES = 256 * 1024;

  static final long LONGEST_NANOS = 20_000_000;

  private static final Duration LONGEST_END = Duration.ofSeconds(1);
  private static final Duration OFTENEST = Duration.ofSeconds(1);
  private static final Duration SELDOMEST = Duration.ofHours(1);

  /** Rounds within the age: by so much later than asked a text may go. */
  private static final int ROUNDS = 100;

  private static final String SELECTOR = "journal.retain";

  private final JournalConnection connection;
  private final Retention retention;
  private final LongSupplier nanos;
  private final KeptText kept;
  private final TextRemoval removal;
  private volatile long counted;

  /** No admission up to this one has text. */
  private long floor;

  /** Where the round goes on. */
  private long next;

  /** When the next round is. */
  private long round;

  /** When the size is looked at next. */
  private long look;

  private PurgeRow row;
  private long rowNumber;
  private boolean unwritten;

  /**
   * @param started when a conversation without a time took place
   * @param nanos a clock that never goes back, in nanoseconds
   */
  Retaining(JournalConnection connection, Retention retention, Instant started, LongSupplier nanos)
      throws SQLException {
    this.connection = connection;
    this.retention = retention;
    this.nanos = nanos;
    this.kept = new KeptText(connection, started);
    this.removal = new TextRemoval(connection);
    this.floor = removal.through();
    this.next = floor + 1;
    this.round = nanos.getAsLong();
    this.look = round;
    this.row = PurgeRow.nothing(retention.clock().instant(), SELECTOR).through(floor);
  }

  /** All up to this admission is counted. */
  void counted(long admission) {
    counted = admission;
  }

  /** How long there is nothing to do, in nanoseconds; 0 when there is. */
  long idleNanos() {
    return Math.min(
        retention.age().isPresent() ? until(round) : Long.MAX_VALUE,
        retention.bytes().isPresent() ? until(look) : Long.MAX_VALUE);
  }

  private long until(long wake) {
    return Math.max(0, wake - nanos.getAsLong());
  }

  /** Works between two commits; longer where those take long, or it would never catch up. */
  void workAfter(long commitNanos) throws SQLException {
    work(Math.max(LONGEST_NANOS, 2 * commitNanos));
  }

  /** Does what there is to do; begins nothing more after so long. The caller commits. */
  void work(long mostNanos) throws SQLException {
    long begun = nanos.getAsLong();
    do {
      step(retention.clock().instant());
    } while (idleNanos() == 0 && nanos.getAsLong() - begun < mostNanos);
    write();
  }

  /** Goes round once more, for a second at most. The caller commits. */
  void finish() throws SQLException {
    if (!retention.keepsAll()) {
      next = floor + 1;
      round = nanos.getAsLong();
      look = round;
      work(LONGEST_END.toNanos());
    }
  }

  private void step(Instant now) throws SQLException {
    if (!day(now).equals(day(row.at()))) {
      another(now);
    }
    if (retention.bytes().isPresent() && until(look) == 0) {
      shrink(now);
    } else if (retention.age().isPresent() && until(round) == 0) {
      goRound(now, retention.age().get());
    }
  }

  private void shrink(Instant now) throws SQLException {
    long last = Math.min(KeptText.blockEnd(floor + 1) - 1, counted);
    if (last <= floor || !isTooMuch()) {
      look = nanos.getAsLong() + OFTENEST.toNanos();
    } else {
      remove(floor + 1, last + 1, any -> true, now);
    }
  }

  private void goRound(Instant now, Duration age) throws SQLException {
    Instant latest = now.minus(age);
    long last = counted;
    next = kept.mayHave(Math.max(next, floor + 1), latest);
    if (next <= last) {
      long end = Math.min(KeptText.blockEnd(next), last + 1);
      next = remove(next, end, text -> !text.time().isAfter(latest), now);
    }
    if (next > last) {
      next = floor + 1;
      round = nanos.getAsLong() + (last == 0 ? OFTENEST : pause(age)).toNanos();
    }
  }

  private static Duration pause(Duration age) {
    Duration pause = age.dividedBy(ROUNDS);
    return pause.compareTo(OFTENEST) < 0
        ? OFTENEST
        : pause.compareTo(SELDOMEST) > 0 ? SELDOMEST : pause;
  }

  /** Removes the first of those that are to go, and says from where on there may be more. */
  private long remove(long first, long end, Predicate<Kept> goes, Instant now) throws SQLException {
    List<Kept> there = kept.between(first, end);
    List<Kept> group = group(there.stream().filter(goes).toList());
    row = removal.remove(group.stream().map(Kept::number).toList(), now, row);
    removal.flush();
    unwritten |= !group.isEmpty();
    List<Kept> left = new ArrayList<>(there);
    left.removeAll(group);
    kept.remember(first, end, left);
    if (first == floor + 1) {
      floor = left.isEmpty() ? kept.floor(end - 1) : left.get(0).number() - 1;
      row = row.through(floor);
    }
    return left.stream().filter(goes).map(Kept::number).findFirst().orElse(end);
  }

  private static List<Kept> group(List<Kept> texts) {
    long bytes = 0;
    int count = 0;
    while (count < Math.min(GROUP, texts.size())) {
      bytes += texts.get(count).bytes();
      if (count > 0 && bytes > GROUP_BYTES) {
        break;
      }
      count++;
    }
    return texts.subList(0, count);
  }

  private void write() throws SQLException {
    if (!unwritten) {
      return;
    }
    if (rowNumber == 0) {
      rowNumber = removal.nextNumber();
      retention.notices().accept(retention.words());
    }
    removal.write(rowNumber, row);
    unwritten = false;
  }

  /** A row for each day. */
  private void another(Instant now) throws SQLException {
    write();
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

  private boolean isTooMuch() throws SQLException {
    OptionalLong bytes = connection.bytes();
    return retention.bytes().isPresent()
        && bytes.isPresent()
        && bytes.getAsLong() > retention.bytes().getAsLong();
  }

  @Override
  public void close() throws SQLException {
    kept.close();
    removal.close();
  }
}
