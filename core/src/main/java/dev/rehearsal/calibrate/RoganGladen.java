package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;

/**
 * The true rate behind the rate of flags of a grader whose errors are known from other labels. For
 * behaviours of 1 % and more: below that the false flags of any grader outnumber the hits, and
 * their share can never be known well enough.
 */
public final class RoganGladen {
  private RoganGladen() {}

  /**
   * The rate, which sampling may put outside [0, 1]. Source: Rogan and Gladen (1978).
   *
   * @param flags rate of flags
   * @throws IllegalArgumentException unless the grader does better than chance
   */
  public static double rate(double flags, double sensitivity, double specificity) {
    double informed = sensitivity + specificity - 1;
    if (!(informed > 0)) {
      throw new IllegalArgumentException(
          "sensitivity and specificity must add up to more than 1, were %s and %s"
              .formatted(sensitivity, specificity));
    }
    return (flags + specificity - 1) / informed;
  }

  /**
   * Limits that carry the sampling errors of the flags, of the sensitivity and of the specificity.
   * Source: Lang and Reiczigel (2014), as in R's {@code asht::prevSeSp}.
   *
   * @param flags of {@code replies}
   * @param flaggedHits of {@code hits} labelled ones, drawn whatever the grader said
   * @param unflaggedClean of {@code clean} labelled ones, drawn likewise
   * @return the limits, cut to [0, 1]
   * @throws IllegalArgumentException unless the smoothed grader does better than chance
   */
  public static Interval interval(
      long flags,
      long replies,
      long flaggedHits,
      long hits,
      long unflaggedClean,
      long clean,
      double alpha) {
    double z = Normal.z(alpha);
    double n = replies + z * z;
    double q = (flags + z * z / 2) / n;
    double sensitivity = (flaggedHits + 1.0) / (hits + 2.0);
    double specificity = (unflaggedClean + 1.0) / (clean + 2.0);
    double rate = rate(q, sensitivity, specificity);
    double informed = sensitivity + specificity - 1;
    double ofSensitivity = sensitivity * (1 - sensitivity) / (hits + 2.0);
    double ofSpecificity = specificity * (1 - specificity) / (clean + 2.0);
    double shift = 2 * z * z * (rate * ofSensitivity - (1 - rate) * ofSpecificity);
    double variance =
        q * (1 - q) / n + rate * rate * ofSensitivity + (1 - rate) * (1 - rate) * ofSpecificity;
    double half = z * Math.sqrt(variance) / informed;
    return new Interval(Normal.clip(rate + shift - half), Normal.clip(rate + shift + half));
  }
}
