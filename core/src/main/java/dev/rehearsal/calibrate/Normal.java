package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;
import org.apache.commons.math3.distribution.NormalDistribution;

/** The normal approximation. */
final class Normal {
  private static final NormalDistribution STANDARD = new NormalDistribution();

  private Normal() {}

  /** The point that the standard normal exceeds with a chance of alpha / 2. */
  static double z(double alpha) {
    if (!(0 < alpha && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
    }
    return -STANDARD.inverseCumulativeProbability(alpha / 2);
  }

  /** A rate with its standard error, cut to [0, 1]. */
  static Interval interval(double low, double high, double standardError, double alpha) {
    double half = z(alpha) * standardError;
    return new Interval(clip(low - half), clip(high + half));
  }

  static double clip(double rate) {
    return Math.max(0, Math.min(1, rate));
  }
}
