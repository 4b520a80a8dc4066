package dev.rehearsal.drift;

import dev.rehearsal.estimate.Interval;
import java.util.OptionalLong;

/**
 * What all intervals of a confidence sequence so far have in common. They hold the rate at every
 * look at once, so if they have nothing in common, the rate was not one rate: it changed while it
 * was watched (or a chance of alpha came true). Source: docs/methods.md, "Change of a rate".
 * Constant memory; mutable, one owner.
 */
public final class RunningIntersection {
  private double low;
  private double high = 1;
  private OptionalLong emptyAt = OptionalLong.empty();

  /**
   * The interval at the next look.
   *
   * @param at the admission number of the look
   */
  public void add(Interval interval, long at) {
    low = Math.max(low, interval.low());
    high = Math.min(high, interval.high());
    if (low > high && emptyAt.isEmpty()) {
      emptyAt = OptionalLong.of(at);
    }
  }

  /** The first look at which nothing was left; empty while something is. */
  public OptionalLong emptyAt() {
    return emptyAt;
  }
}
