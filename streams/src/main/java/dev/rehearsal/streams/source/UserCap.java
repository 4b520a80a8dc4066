package dev.rehearsal.streams.source;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The per-user cap of a stream: so many prefixes of a user in each day (UTC) of the messages' time.
 * The two newest days are known; what comes later than that counts as of the older one. Not
 * thread-safe.
 */
final class UserCap {
  private static final long DAY = 86_400;
  private static final int DAYS = 2;

  private final OptionalInt most;
  private final NavigableMap<Long, LongCounts> days = new TreeMap<>();

  UserCap(OptionalInt most) {
    this.most = most;
  }

  /** Counts one more prefix of the user; false when the day has enough of them. */
  boolean takes(long user, Instant time) {
    return most.isEmpty() || day(time).increment(user) <= most.getAsInt();
  }

  private LongCounts day(Instant time) {
    long day = Math.floorDiv(time.getEpochSecond(), DAY);
    if (days.size() == DAYS && day < days.firstKey()) {
      return days.firstEntry().getValue();
    }
    LongCounts counts = days.computeIfAbsent(day, any -> new LongCounts());
    while (days.size() > DAYS) {
      days.remove(days.firstKey());
    }
    return counts;
  }
}
