package dev.rehearsal.estimate;

import java.util.Optional;
import java.util.OptionalDouble;

/** What the data so far say of one rate: a method with what it has counted. Immutable. */
public interface RateEvidence {
  /** The name of the method, such as {@code lu7}. */
  String method();

  /** The observed rate, within [0, 1]; empty before the first trial. */
  OptionalDouble rate();

  /**
   * Interval for the rate among what got a verdict.
   *
   * @param alpha chance of ever missing, within (0, 1)
   */
  Interval interval(double alpha);

  /** Interval for the rate among all, whatever the missing verdicts would have said. */
  Interval worstCase(double alpha);

  /**
   * What missing verdicts can do if they are as bad as allowed, at most; empty while nothing is
   * missing.
   *
   * @param threshold that the rate is held against, if any
   */
  Optional<Missing> missing(double alpha, OptionalDouble threshold);

  /**
   * On which side of {@code threshold} the rate lies. While something is missing, this is about the
   * rate among all: the missing may be as bad as allowed.
   *
   * @param threshold probability, within [0, 1]
   */
  Decision against(double threshold, double alpha);
}
