package dev.rehearsal.compare;

import dev.rehearsal.estimate.Counts;
import java.util.OptionalDouble;

/**
 * Two lanes on the same prefixes, of which only those count that have a verdict in both. Lane a is
 * the reference (production or baseline), lane b the one that is compared with it (the candidate).
 *
 * @param both prefixes on which both lanes violate
 * @param onlyA prefixes on which only the reference lane violates
 * @param onlyB prefixes on which only the compared lane violates
 * @param neither prefixes on which no lane violates
 */
public record PairedCounts(long both, long onlyA, long onlyB, long neither) {
  /** No pair yet. */
  public static final PairedCounts NONE = new PairedCounts(0, 0, 0, 0);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public PairedCounts {
    if (both < 0 || onlyA < 0 || onlyB < 0 || neither < 0) {
      throw new IllegalArgumentException(
          "paired counts must not be negative, were both %d, only a %d, only b %d, neither %d"
              .formatted(both, onlyA, onlyB, neither));
    }
  }

  /** The sum of both. */
  public PairedCounts plus(PairedCounts other) {
    return new PairedCounts(
        both + other.both, onlyA + other.onlyA, onlyB + other.onlyB, neither + other.neither);
  }

  /** Pairs in all. */
  public long pairs() {
    return both + discordant() + neither;
  }

  /** Pairs on which the lanes disagree. */
  public long discordant() {
    return onlyA + onlyB;
  }

  /** Hits and trials of the reference lane among the pairs. */
  public Counts reference() {
    return Counts.of(both + onlyA, pairs());
  }

  /** Hits and trials of the compared lane among the pairs. */
  public Counts compared() {
    return Counts.of(both + onlyB, pairs());
  }

  /**
   * Correlation of the two lanes' hits over prefixes, within [-1, 1]; empty where a lane has none
   * or only hits. The larger it is, the more pairing gains.
   */
  public OptionalDouble correlation() {
    double pairs = pairs();
    double a = (both + onlyA) / pairs;
    double b = (both + onlyB) / pairs;
    double spread = Math.sqrt(a * (1 - a) * b * (1 - b));
    return spread > 0 ? OptionalDouble.of((both / pairs - a * b) / spread) : OptionalDouble.empty();
  }

  /**
   * What pairing gains: how many times as many prefixes two samples without pairs would take, each,
   * for a difference of the rates with the same variance, by what these pairs show. That is {@code
   * (va + vb) / (va + vb − 2 cov)}, 1 / (1 − correlation) where both lanes vary alike; below 1
   * where hits avoid each other.
   *
   * @return above 0; empty where the pairs do not tell: a lane that does not vary, or lanes that
   *     never disagree
   */
  public OptionalDouble pairingGain() {
    double net = (double) onlyB - onlyA;
    double paired = (double) pairs() * discordant() - net * net;
    return correlation().isEmpty() || paired <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((spread(reference()) + spread(compared())) / paired);
  }

  /** The variance of one trial, times the square of the number of trials. */
  private static double spread(Counts lane) {
    return (double) lane.hits() * (lane.trials() - lane.hits());
  }
}
