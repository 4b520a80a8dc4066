package dev.rehearsal.window;

import dev.rehearsal.standing.CategoryStanding;
import java.time.Instant;
import java.util.List;

/**
 * A window in which nothing counts any more.
 *
 * @param start its first moment
 * @param end the first moment after it
 * @param prefixes how many count in it
 * @param categories its rates, in the plan's order
 * @param seen what had come by its close, since the start
 */
public record ClosedWindow(
    Instant start, Instant end, long prefixes, List<CategoryStanding> categories, Seen seen) {
  public ClosedWindow {
    categories = List.copyOf(categories);
  }

  /**
   * Prefixes since the start.
   *
   * @param prefixes all of them
   * @param untimed without a time, or with one that no calendar has: in no window
   * @param late came when a window of theirs was closed; since the start they count all the same
   */
  public record Seen(long prefixes, long untimed, long late) {}
}
