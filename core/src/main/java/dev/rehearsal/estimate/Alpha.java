package dev.rehearsal.estimate;

/** The one check that every error level passes. */
final class Alpha {
  private Alpha() {}

  /** Log of 1/alpha: what a log e-value must reach to exclude. */
  static double logThreshold(double alpha) {
    if (!(0 < alpha && alpha < 1)) {
      throw new IllegalArgumentException(
          "alpha must be in (0, 1), was " + alpha + "; for 95 % confidence give 0.05");
    }
    return -Math.log(alpha);
  }
}
