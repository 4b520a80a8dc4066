package dev.rehearsal.streams.group;

import dev.rehearsal.standing.RunCounts;

/**
 * What is counted of one partition since the beginning, whoever counted it.
 *
 * @param claim of the one who says so
 * @param epoch that is complete with it; 0 before any
 * @param next offset: everything before it is in the counts, and nothing after; {@link #NOTHING}
 *     before anything was read
 */
record Share(String partition, Claim claim, long epoch, long next, RunCounts counts) {
  /** The offset before the first one. */
  static final long NOTHING = -1;

  /** Nobody has counted anything. */
  static Share none(String partition) {
    return new Share(partition, Claim.NONE, 0, NOTHING, RunCounts.NONE);
  }

  /** The same said by another. */
  Share by(Claim other) {
    return new Share(partition, other, epoch, next, counts);
  }
}
