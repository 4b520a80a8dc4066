package dev.rehearsal.standing;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.verdict.Verdict;

/** Running counts of one lane and slice. */
final class LaneTally {
  private long hits;
  private long trials;
  private long ungraded;
  private long notApplicable;

  void add(Verdict verdict) {
    if (verdict instanceof Verdict.Graded graded) {
      trials++;
      hits += graded.violates() ? 1 : 0;
    } else if (verdict instanceof Verdict.Ungraded) {
      ungraded++;
    } else {
      notApplicable++;
    }
  }

  Counts counts() {
    return new Counts(hits, trials, ungraded, notApplicable);
  }
}
