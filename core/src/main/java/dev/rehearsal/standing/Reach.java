package dev.rehearsal.standing;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How far a run can go, known before its first prefix: what expectations and giving up rest on.
 *
 * @param prefixes that will be admitted at most; empty when nobody knows
 * @param trials by lane, together with the ungraded ones, if the whole population is read; a lane
 *     of which that is not known is absent
 * @param leastChance a category is given up when every rule that is not met would be met with a
 *     smaller chance; 0 for never
 */
public record Reach(OptionalLong prefixes, Map<String, Long> trials, double leastChance) {
  /** Nothing is known, and nothing given up. */
  public static final Reach UNKNOWN = new Reach(OptionalLong.empty(), Map.of(), 0);

  /**
   * Checks the chance.
   *
   * @throws IllegalArgumentException if it is outside [0, 1)
   */
  public Reach {
    trials = Map.copyOf(trials);
    if (!(0 <= leastChance && leastChance < 1)) {
      throw new IllegalArgumentException("a chance must be in [0, 1), was " + leastChance);
    }
  }

  /** True when there is something left to read after so many prefixes, or nobody knows. */
  boolean goesOn(long watermark) {
    return prefixes.isEmpty() || watermark < prefixes.getAsLong();
  }

  /**
   * Trials that a lane will get after {@code watermark} prefixes, if their share stays the same.
   *
   * @param seen trials so far
   * @param ungraded so far
   * @return empty when nobody knows how many prefixes will come
   */
  public OptionalLong further(String lane, long watermark, long seen, long ungraded) {
    Long whole = trials.get(lane);
    return whole != null
        ? OptionalLong.of(Math.max(0, whole - seen - ungraded))
        : further(watermark, seen);
  }

  /** The same of anything that was seen so many times in {@code watermark} prefixes. */
  public OptionalLong further(long watermark, long seen) {
    return prefixes.isEmpty() || watermark == 0
        ? OptionalLong.empty()
        : OptionalLong.of(
            Math.max(
                0, Math.round((double) (prefixes.getAsLong() - watermark) * seen / watermark)));
  }
}
