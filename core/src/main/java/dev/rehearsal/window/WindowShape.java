package dev.rehearsal.window;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How time is cut into windows. They begin at multiples of {@code every} since 1970 in UTC; a time
 * is in all those that have begun and not ended, {@code length / every} of them.
 *
 * @param length of each, in whole seconds
 * @param every how much later the next one begins; {@code length} for windows that do not overlap
 * @param lateness how much older than the newest a prefix may come and still count in its windows
 */
public record WindowShape(Duration length, Duration every, Duration lateness) {
  /** So many windows may be open at once. */
  public static final int MOST_OPEN = 1_000;

  private static final Duration DAY = Duration.ofDays(1);

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException with the reason why they make no windows
   */
  public WindowShape {
    requireWhole("length", length);
    requireWhole("every", every);
    if (lateness.isNegative() || lateness.getNano() > 0) {
      throw new IllegalArgumentException(
          "needs a lateness of whole seconds, was " + words(lateness));
    }
    if (length.compareTo(every) < 0 || length.toSeconds() % every.toSeconds() != 0) {
      throw new IllegalArgumentException(
          "needs a length that is every or a multiple of it, was %s with every = %s"
              .formatted(words(length), words(every)));
    }
    if (open(length, every, lateness) > MOST_OPEN) {
      throw new IllegalArgumentException(
          "would have up to %,d windows open at once, and %,d is the most; take a longer every, or a shorter length or lateness"
              .formatted(open(length, every, lateness), MOST_OPEN));
    }
  }

  /** The days of UTC. */
  public static WindowShape days(Duration lateness) {
    return new WindowShape(DAY, DAY, lateness);
  }

  /** How many windows are open at once at most. */
  public long mostOpen() {
    return open(length, every, lateness);
  }

  /** How many windows each time is in. */
  public long windowsOfEach() {
    return length.toSeconds() / every.toSeconds();
  }

  /** When the windows begin that a time is in, the earliest first; in seconds since 1970. */
  List<Long> starts(Instant time) {
    long last = Math.floorDiv(time.getEpochSecond(), every.toSeconds()) * every.toSeconds();
    List<Long> starts = new ArrayList<>();
    for (long back = windowsOfEach() - 1; back >= 0; back--) {
      starts.add(last - back * every.toSeconds());
    }
    return starts;
  }

  /** Whether the window that begins there counts no more once this second was seen. */
  boolean closed(long start, long newest) {
    return start + length.toSeconds() + lateness.toSeconds() <= newest;
  }

  private static long open(Duration length, Duration every, Duration lateness) {
    long seconds = length.toSeconds() + lateness.toSeconds();
    return Math.floorDiv(seconds - 1, every.toSeconds()) + 1;
  }

  private static void requireWhole(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.getNano() > 0) {
      throw new IllegalArgumentException(
          "needs %s in whole seconds, 1s or more, was ".formatted(name) + words(duration));
    }
  }

  private static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
