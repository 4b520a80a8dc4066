package dev.rehearsal.streams.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which admissions still have text, and how old it is. Of each thousand it remembers the oldest, so
 * that nothing is read again before something in it is due. Owned by one thread; all texts before
 * those that it is asked for are counted, and none is added later.
 */
final class KeptText implements AutoCloseable {
  private static final int BLOCK = 1_000;

  private final Instant started;
  private final PreparedStatement texts;
  private final PreparedStatement times;

  /** The time of the oldest text of each block that was read; the latest there is for none. */
  private final List<Instant> oldest = new ArrayList<>();

  /** An admission with text, the conversation's time, and how much its prefix takes. */
  record Kept(long number, Instant time, long bytes) {}

  /**
   * @param started when a conversation without a time took place
   */
  KeptText(JournalConnection connection, Instant started) throws SQLException {
    this.started = started;
    texts = search(connection, JournalTable.PREFIX_TEXT, "length(body)", " AND length(body) > ?");
    times = search(connection, JournalTable.PREFIX, "time, time_nano", "");
  }

  private static PreparedStatement search(
      JournalConnection connection, JournalTable table, String columns, String which)
      throws SQLException {
    return connection
        .jdbc()
        .prepareStatement(
            "SELECT number, %s FROM %s WHERE number >= ? AND number < ?%s ORDER BY number"
                .formatted(columns, connection.rows(table), which));
  }

  /** Where the thousand ends in which an admission is: the number after it. */
  static long blockEnd(long admission) {
    return (block(admission) + 1L) * BLOCK + 1;
  }

  private static int block(long admission) {
    return (int) ((admission - 1) / BLOCK);
  }

  /** From {@code first} on, where there may be a text that is not after {@code latest}. */
  long mayHave(long first, Instant latest) {
    long number = first;
    while (block(number) < oldest.size() && oldest.get(block(number)).isAfter(latest)) {
      number = blockEnd(number);
    }
    return number;
  }

  /** Up to which admission none has text, when none up to {@code floor} has. */
  long floor(long floor) {
    return mayHave(floor + 1, Instant.MAX.minusNanos(1)) - 1;
  }

  /** Those from number {@code first} to before {@code end}, in order. */
  List<Kept> between(long first, long end) throws SQLException {
    Map<Long, Long> bytes = new HashMap<>();
    texts.setLong(1, first);
    texts.setLong(2, end);
    texts.setInt(3, TextCodec.TOMBSTONE_BYTES);
    try (ResultSet results = texts.executeQuery()) {
      while (results.next()) {
        bytes.put(results.getLong(1), results.getLong(2));
      }
    }
    return bytes.isEmpty() ? List.of() : between(first, end, bytes);
  }

  private List<Kept> between(long first, long end, Map<Long, Long> bytes) throws SQLException {
    List<Kept> kept = new ArrayList<>();
    times.setLong(1, first);
    times.setLong(2, end);
    try (ResultSet results = times.executeQuery()) {
      while (results.next()) {
        long number = results.getLong(1);
        Long length = bytes.get(number);
        if (length != null) {
          long second = results.getLong(2);
          Instant time =
              results.wasNull() ? started : Instant.ofEpochSecond(second, results.getLong(3));
          kept.add(new Kept(number, time, length));
        }
      }
    }
    return kept;
  }

  /** Remembers that these are all from {@code first} to before {@code end}. */
  void remember(long first, long end, List<Kept> kept) {
    int block = block(first);
    if (first % BLOCK != 1 || end != blockEnd(first)) {
      return;
    }
    while (oldest.size() <= block) {
      oldest.add(Instant.MIN);
    }
    oldest.set(
        block, kept.stream().map(Kept::time).min(Comparator.naturalOrder()).orElse(Instant.MAX));
  }

  @Override
  public void close() throws SQLException {
    texts.close();
    times.close();
  }
}
