package dev.rehearsal.estimate;

/**
 * How far missing verdicts can move a rate, if ungraded prefixes are at most so many times as
 * likely to be hits as graded ones. Between {@link RateSequence#interval}, which says nothing about
 * them, and {@link RateSequence#worstCase}, which believes anything of them.
 *
 * <p>Nine tenths of alpha go to the rate among the graded, one tenth to the share of ungraded.
 * Source: docs/methods.md, "Missing verdicts".
 */
public final class MissingVerdicts {
  private static final ConfidenceSequence SHARE = ConfidenceSequence.of(BetaMixture.logUniform());

  private MissingVerdicts() {}

  /** The largest share of ungraded prefixes that the data allow at a tenth of alpha, in [0, 1]. */
  public static double largestShare(Counts counts, double alpha) {
    return SHARE
        .interval(counts.ungraded(), counts.trials() + counts.ungraded(), 0.1 * alpha)
        .high();
  }

  /**
   * Interval for the rate among all prefixes.
   *
   * @param timesAsBad how many times as likely a hit an ungraded prefix may be, 1 or more
   * @throws IllegalArgumentException if {@code timesAsBad} is below 1
   */
  public static Interval interval(
      RateSequence sequence, Counts counts, double alpha, double timesAsBad) {
    if (!(timesAsBad >= 1)) {
      throw new IllegalArgumentException(
          "ungraded prefixes must be allowed at least 1 time as bad, was " + timesAsBad);
    }
    Interval graded = sequence.interval(counts, 0.9 * alpha);
    double share = largestShare(counts, alpha);
    return new Interval(
        graded.low() * (1 - share), Math.min(1, graded.high() * (1 + (timesAsBad - 1) * share)));
  }

  /**
   * How many times as bad as graded prefixes the ungraded would have to be for the rate to reach
   * {@code threshold}. Below 1 if the graded ones alone may reach it.
   *
   * @param threshold probability, within (0, 1]
   */
  public static double tippingPoint(
      RateSequence sequence, Counts counts, double alpha, double threshold) {
    Interval graded = sequence.interval(counts, 0.9 * alpha);
    return 1 + (threshold / graded.high() - 1) / largestShare(counts, alpha);
  }
}
