package dev.rehearsal.estimate;

/**
 * Confidence sequence for a mean that holds in the limit of many trials: the way out for means of
 * anything, where no exact sequence is to be had. For rates it asks for {@value #LEAST_OF_EACH}
 * hits and as many misses; below that, and wherever an exact method applies, use that one.
 *
 * <p>Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024); docs/methods.md, "Asymptotic".
 * Immutable and safe for any thread.
 */
public final class AsymptoticSequence implements RateMethod {
  /** The fewest hits, and misses, from which on it speaks about a rate. */
  public static final int LEAST_OF_EACH = 30;

  /** Where it is narrowest unless told otherwise. */
  public static final long USUAL_TRIALS = 5_000;

  private final double tunedFor;

  private AsymptoticSequence(double tunedFor) {
    this.tunedFor = tunedFor;
  }

  /**
   * @param trials where the interval shall be narrowest, above 0; it holds everywhere
   * @throws IllegalArgumentException if it is not above 0
   */
  public static AsymptoticSequence tunedFor(double trials) {
    if (!(0 < trials && trials < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the trials to tune for must be above 0, were " + trials);
    }
    return new AsymptoticSequence(trials);
  }

  @Override
  public String method() {
    return "asymptotic";
  }

  /**
   * Half the width of the interval around a mean.
   *
   * @param deviation standard deviation of one observation, 0 or more, in the unit of the mean
   * @param trials number of observations, above 0
   * @param alpha chance of ever missing that is allowed in the limit, within (0, 1)
   */
  public double halfWidth(double deviation, double trials, double alpha) {
    double rho = rho(alpha);
    double spread = trials * rho * rho;
    return deviation
        / trials
        * Math.sqrt(
            2
                * (spread + 1)
                / (rho * rho)
                * (0.5 * Math.log1p(spread) + Alpha.logThreshold(alpha)));
  }

  /** The parameter of the normal mixture that makes it narrowest where it was tuned for. */
  double rho(double alpha) {
    double twice = 2 * Alpha.logThreshold(alpha);
    return Math.sqrt((twice + Math.log1p(twice)) / tunedFor);
  }

  /**
   * The interval for a rate of counts.
   *
   * @throws IllegalArgumentException with fewer than {@value #LEAST_OF_EACH} hits or misses
   */
  @Override
  public Interval interval(Counts counts, double alpha) {
    Alpha.logThreshold(alpha);
    if (counts.trials() == 0) {
      return Interval.UNKNOWN;
    }
    long misses = counts.trials() - counts.hits();
    if (Math.min(counts.hits(), misses) < LEAST_OF_EACH) {
      throw new IllegalArgumentException(
          "an asymptotic interval needs at least "
              + LEAST_OF_EACH
              + " hits and as many misses, were "
              + counts.hits()
              + " and "
              + misses
              + "; an exact one is lu7");
    }
    double rate = counts.rate().orElseThrow();
    double half = halfWidth(Math.sqrt(rate * (1 - rate)), (double) counts.trials(), alpha);
    return new Interval(Math.max(0, rate - half), Math.min(1, rate + half));
  }
}
