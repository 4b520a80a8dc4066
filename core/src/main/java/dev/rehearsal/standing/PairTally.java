package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.verdict.Verdict;

/** Running counts of one pair of lanes. */
final class PairTally {
  private long both;
  private long onlyA;
  private long onlyB;
  private long neither;
  private long incomplete;
  private long outside;

  /**
   * Counts the pair: a lane without a verdict leaves it incomplete, outside the population no pair.
   */
  void add(Verdict a, Verdict b) {
    if (a instanceof Verdict.Graded first && b instanceof Verdict.Graded second) {
      if (first.violates() && second.violates()) {
        both++;
      } else if (first.violates()) {
        onlyA++;
      } else if (second.violates()) {
        onlyB++;
      } else {
        neither++;
      }
    } else if (a instanceof Verdict.Ungraded || b instanceof Verdict.Ungraded) {
      incomplete++;
    } else {
      outside++;
    }
  }

  /** Counts many pairs. */
  void add(PairCounts pairs) {
    both += pairs.complete().both();
    onlyA += pairs.complete().onlyA();
    onlyB += pairs.complete().onlyB();
    neither += pairs.complete().neither();
    incomplete += pairs.incomplete();
    outside += pairs.outside();
  }

  /** All of it. */
  PairCounts all() {
    return new PairCounts(counts(), incomplete, outside);
  }

  /** Pairs of which a lane could not be graded. */
  long incomplete() {
    return incomplete;
  }

  /** Pairs that do not belong to the population. */
  long outside() {
    return outside;
  }

  PairedCounts counts() {
    return new PairedCounts(both, onlyA, onlyB, neither);
  }
}
