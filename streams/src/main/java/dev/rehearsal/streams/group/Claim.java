package dev.rehearsal.streams.group;

import java.util.Comparator;

/**
 * The right to count a partition. The highest one that was written holds.
 *
 * @param number one more than the highest that its owner knew; 0 for nobody's
 * @param member of one life of one process; the higher of two with one number holds
 */
record Claim(long number, String member) implements Comparable<Claim> {
  /** Nobody's. */
  static final Claim NONE = new Claim(0, "");

  private static final Comparator<Claim> ORDER =
      Comparator.comparingLong(Claim::number).thenComparing(Claim::member);

  /** What this member has to write to hold it instead. */
  Claim next(String other) {
    return new Claim(number + 1, other);
  }

  @Override
  public int compareTo(Claim other) {
    return ORDER.compare(this, other);
  }
}
