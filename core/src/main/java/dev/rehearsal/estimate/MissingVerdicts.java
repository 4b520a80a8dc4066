package dev.rehearsal.estimate;

/**
 * How far missing verdicts can move a rate, if ungraded prefixes are at most so many times as
 * likely to be hits as graded ones. Between {@link RateSequence#interval}, which says nothing about
 * them, and {@link RateSequence#worstCase}, which believes anything of them.
 *
 * <p>Nine tenths of alpha go to the rate among the graded, one tenth to the share of ungraded, for
 * which an expected rate says nothing. Over a finite log both are without replacement. Source:
 * docs/methods.md, "Missing verdicts".
 */
public final class MissingVerdicts {
  private static final double OF_RATE = 0.9;
  private static final double OF_SHARE = 0.1;

  private MissingVerdicts() {}

  /** The largest share of ungraded prefixes that the data allow at a tenth of alpha, in [0, 1]. */
  public static double largestShare(RateSequence sequence, Counts counts, double alpha) {
    Counts share = Counts.of(counts.ungraded(), counts.trials() + counts.ungraded());
    return sequence.uninformed().interval(share, OF_SHARE * alpha).high();
  }

  /**
   * Interval for the rate among all prefixes.
   *
   * @param timesAsBad how many times as likely a hit an ungraded prefix may be, 1 or more
   * @throws IllegalArgumentException if {@code timesAsBad} is below 1
   */
  public static Interval interval(
      RateSequence sequence, Counts counts, double alpha, double timesAsBad) {
    Interval graded = sequence.interval(counts, OF_RATE * alpha);
    double share = largestShare(sequence, counts, alpha);
    return new Interval(
        graded.low() * (1 - share), Math.min(1, graded.high() * growth(timesAsBad, share)));
  }

  /**
   * On which side of {@code threshold} that interval lies, settled by the evidence among the graded
   * against the rate from which the threshold would be reached.
   *
   * @param threshold probability, within [0, 1]
   * @throws IllegalArgumentException if {@code timesAsBad} is below 1
   */
  public static Decision against(
      RateSequence sequence, Counts counts, double alpha, double timesAsBad, double threshold) {
    double share = largestShare(sequence, counts, alpha);
    double ofRate = OF_RATE * alpha;
    if (sequence.against(threshold / growth(timesAsBad, share), counts, ofRate) == Decision.BELOW) {
      return Decision.BELOW;
    }
    return threshold < 1 - share
            && sequence.against(threshold / (1 - share), counts, ofRate) == Decision.ABOVE
        ? Decision.ABOVE
        : Decision.UNDECIDED;
  }

  /**
   * How many times as bad as graded prefixes the ungraded would have to be for the rate to reach
   * {@code threshold}. Below 1 if the graded ones alone may reach it.
   *
   * @param threshold probability, within (0, 1]
   */
  public static double tippingPoint(
      RateSequence sequence, Counts counts, double alpha, double threshold) {
    Interval graded = sequence.interval(counts, OF_RATE * alpha);
    return 1 + (threshold / graded.high() - 1) / largestShare(sequence, counts, alpha);
  }

  private static double growth(double timesAsBad, double share) {
    if (!(timesAsBad >= 1 && timesAsBad < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "ungraded prefixes must be allowed at least 1 time as bad, was " + timesAsBad);
    }
    return 1 + (timesAsBad - 1) * share;
  }
}
