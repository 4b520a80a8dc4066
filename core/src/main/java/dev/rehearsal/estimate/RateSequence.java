package dev.rehearsal.estimate;

/**
 * A confidence sequence for a rate: intervals that hold at every sample size at once. The chance
 * that any one of them, ever, misses the true rate is at most alpha, so a run may be watched and
 * stopped at will. Implementations are immutable and safe for any thread.
 */
public interface RateSequence extends RateMethod {
  /**
   * Interval for the rate among the prefixes that get a verdict.
   *
   * @param alpha chance of ever missing, within (0, 1)
   * @return {@link Interval#UNKNOWN} before the first trial; it always holds hits / trials
   * @throws IllegalArgumentException if alpha is out of range, or the counts do not fit the method
   */
  @Override
  Interval interval(Counts counts, double alpha);

  /**
   * Interval for the rate among all prefixes of the population, whatever the missing verdicts would
   * have said: low as if all were clean, high as if all were hits. It holds {@link #interval}, and
   * has the same error alpha as a whole: data complete in whichever way would have given an
   * interval within this one.
   *
   * @return {@link Interval#UNKNOWN} if there are neither trials nor ungraded prefixes
   */
  Interval worstCase(Counts counts, double alpha);

  /**
   * On which side of {@code threshold} the rate of {@link #interval} lies; settled by the evidence
   * against the threshold itself, so no rounding of limits can flip it.
   *
   * @param threshold probability, within [0, 1]
   */
  Decision against(double threshold, Counts counts, double alpha);

  /**
   * A sequence of the same kind for another share of the same prefixes, such as that of the
   * ungraded, about which nothing was expected before the run.
   */
  default RateSequence uninformed() {
    return ConfidenceSequence.of(BetaMixture.logUniform());
  }
}
