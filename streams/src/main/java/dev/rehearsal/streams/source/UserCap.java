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
public final class UserCap {
  private static final long DAY = 86_400;
  private static final int DAYS = 2;

  private final OptionalInt most;
  private final NavigableMap<Long, LongCounts> days = new TreeMap<>();

  public UserCap(OptionalInt most) {
    this.most = most;
  }

  /** Counts one more prefix of the user; false when the day has enough of them. */
  public boolean takes(long user, Instant time) {
    return most.isEmpty() || counts(time).increment(user) <= most.getAsInt();
  }

  /** The day (UTC) of a time, in days since 1970. */
  public static long day(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), DAY);
  }

  private LongCounts counts(Instant time) {
    long day = day(time);
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
