package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedCounts;

/**
 * What became of the prefixes counted so far, in one pair of lanes.
 *
 * @param complete those with a verdict in both lanes
 * @param incomplete those of which a lane could not be graded
 * @param outside those that do not belong to the population
 */
public record PairCounts(PairedCounts complete, long incomplete, long outside) {
  /** No pair yet. */
  public static final PairCounts NONE = new PairCounts(PairedCounts.NONE, 0, 0);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public PairCounts {
    if (incomplete < 0 || outside < 0) {
      throw new IllegalArgumentException(
          "pairs must not be negative, were incomplete " + incomplete + ", outside " + outside);
    }
  }

  /** The sum of both. */
  public PairCounts plus(PairCounts other) {
    return new PairCounts(
        complete.plus(other.complete), incomplete + other.incomplete, outside + other.outside);
  }
}
