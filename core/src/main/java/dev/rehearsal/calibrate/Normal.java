package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The normal approximation. Of labels it is used where every part of the replies that was drawn by
 * a chance below 1 has {@value #LEAST_OF_EACH} hits and as many clean ones among its labels: with
 * fewer, limits miss far more often than they say. docs/methods.md, "Grader error", has the misses.
 */
final class Normal {
  private static final NormalDistribution STANDARD = new NormalDistribution();

  /** The fewest labels of each kind in a part. */
  static final int LEAST_OF_EACH = 10;

  private Normal() {}

  /** Why labels of these parts are too few for normal limits, if they are. */
  static Optional<String> tooFew(List<Stratum> parts) {
    return parts.stream()
        .filter(part -> part.graded() > 0)
        .filter(part -> Math.min(part.violating(), part.clean()) < LEAST_OF_EACH)
        .findFirst()
        .map(
            part ->
                "a part of the replies has labels of %d hits and %d clean ones; normal limits need %d of each"
                    .formatted(part.violating(), part.clean(), LEAST_OF_EACH));
  }

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
