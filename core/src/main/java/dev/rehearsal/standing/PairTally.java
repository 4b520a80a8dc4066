package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.verdict.Verdict;

/** Running counts of one pair of lanes. */
final class PairTally {
  private long both;
  private long onlyA;
  private long onlyB;
  private long neither;

  /** Counts the pair when both lanes were graded. */
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
    }
  }

  PairedCounts counts() {
    return new PairedCounts(both, onlyA, onlyB, neither);
  }
}
