package dev.rehearsal.standing;

import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalDouble;

/** Running counts of one lane and slice, where each verdict is an observation. */
final class LaneTally implements RateTally {
  private long hits;
  private long trials;
  private long ungraded;
  private long notApplicable;

  @Override
  public void add(Verdict verdict) {
    if (verdict instanceof Verdict.Graded graded) {
      trials++;
      hits += graded.violates() ? 1 : 0;
    } else if (verdict instanceof Verdict.Ungraded) {
      ungraded++;
    } else {
      notApplicable++;
    }
  }

  @Override
  public void add(Counts verdicts) {
    hits += verdicts.hits();
    trials += verdicts.trials();
    ungraded += verdicts.ungraded();
    notApplicable += verdicts.notApplicable();
  }

  /** Every verdict is complete. */
  @Override
  public void close() {}

  @Override
  public Counts counts() {
    return new Counts(hits, trials, ungraded, notApplicable);
  }

  @Override
  public Optional<Units> units() {
    return Optional.empty();
  }

  @Override
  public RateEvidence evidence(RateSequence sequence, double timesAsBad) {
    return new CountedRate(sequence, counts(), OptionalDouble.of(timesAsBad));
  }
}
