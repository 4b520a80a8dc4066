package dev.rehearsal.standing;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.verdict.Verdict;
import java.util.Optional;

/** Running observations of one lane and slice. */
interface RateTally {
  /** Counts a verdict. */
  void add(Verdict verdict);

  /**
   * Counts many verdicts.
   *
   * @throws IllegalStateException where means are counted: sums do not tell them
   */
  void add(Counts verdicts);

  /** What the verdicts since the last call belong to is complete. */
  void close();

  /** Verdicts; where means are counted, of those that are complete. */
  Counts counts();

  /** What is counted, where that is a mean. */
  Optional<Units> units();

  /**
   * What the data say of the rate.
   *
   * @param sequence for rates of single verdicts
   * @param timesAsBad how many times as likely a hit an ungraded verdict may be, 1 or more
   */
  RateEvidence evidence(RateSequence sequence, double timesAsBad);
}
