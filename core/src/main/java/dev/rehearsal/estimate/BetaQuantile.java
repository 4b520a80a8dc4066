package dev.rehearsal.estimate;

/**
 * Quantiles of the beta distribution that keep their digits however small they are. Commons Math's
 * own inverse is good to 1e-9 in absolute terms only, which is nothing at a rate of 1e-9.
 */
public final class BetaQuantile {
  private static final int MOST_STEPS = 100;

  private BetaQuantile() {}

  /** The point with probability {@code lower} below it. */
  public static double of(double lower, double first, double second) {
    return Point.ofLogOdds(logOdds(lower, first, second)).rate();
  }

  /** The point with probability {@code upper} above it. */
  public static double upper(double upper, double first, double second) {
    return Point.ofLogOdds(-logOdds(upper, /* first= */ second, /* second= */ first)).rate();
  }

  /**
   * Newton's steps on the log of the probability, which is concave in the log odds: whatever the
   * start, from the second step on they approach the root from below and never cross it.
   */
  private static double logOdds(double lower, double first, double second) {
    double target = Math.log(lower);
    // The quantile itself if this were normal with the bound exp(−z²/2) for its tail.
    double deviations = Math.sqrt(-2 * target);
    double logOdds = Math.log(first / second) - deviations * Math.sqrt(1 / first + 1 / second);
    for (int step = 0; step < MOST_STEPS; step++) {
      Point at = Point.ofLogOdds(logOdds);
      double below = BetaTail.logBelow(at, first, second);
      double slope = Math.exp(BetaTail.logDensity(at, first, second) - below);
      double change = (target - below) / slope;
      logOdds += change;
      if (step > 0 && !(change > 1e-15 * Math.max(1, Math.abs(logOdds)))) {
        break;
      }
    }
    return logOdds;
  }
}
