package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;

/**
 * The true rate behind the rate of flags of a grader whose errors are known from other labels. For
 * behaviours of 1 % and more: below that the false flags of any grader outnumber the hits, and
 * their share can never be known well enough.
 */
public final class RoganGladen {
  /** The rate from which on the correction is shown. */
  public static final double LEAST_RATE = 0.01;

  /** The fewest labelled hits, and clean ones, that tell the grader's errors. */
  public static final int LEAST_OF_EACH = 5;

  private RoganGladen() {}

  /**
   * The rate and its limits from labels that were drawn alike, whatever the grader said. They are
   * labels of some of the very replies whose flags are counted: that draws the errors of both
   * together and makes the limits a little wider than need be, never narrower.
   *
   * @param flagged the replies that the grader calls hits
   * @param rest all others
   */
  public static CorrectedRate corrected(Stratum flagged, Stratum rest, double alpha) {
    long hits = flagged.violating() + rest.violating();
    long clean = flagged.clean() + rest.clean();
    if (Math.min(hits, clean) < LEAST_OF_EACH) {
      return new CorrectedRate.NotKnown(
          "labels of %d hits and %d clean replies do not tell the grader's errors; %d of each do"
              .formatted(hits, clean, LEAST_OF_EACH));
    }
    double sensitivity = (double) flagged.violating() / hits;
    double specificity = (double) rest.clean() / clean;
    boolean informed =
        sensitivity + specificity > 1
            && (flagged.violating() + 1.0) / (hits + 2.0) + (rest.clean() + 1.0) / (clean + 2.0)
                > 1;
    if (!informed) {
      return new CorrectedRate.NotKnown("by these labels the grader knows no more than chance");
    }
    long replies = flagged.graded() + rest.graded();
    double rate = rate((double) flagged.graded() / replies, sensitivity, specificity);
    if (rate < LEAST_RATE) {
      return new CorrectedRate.NotKnown(
          "the behaviour is rarer than 1 %: there false flags outnumber hits, and no number of"
              + " labels tells their share well enough");
    }
    return new CorrectedRate.Known(
        "rogan-gladen",
        Normal.clip(rate),
        interval(flagged.graded(), replies, flagged.violating(), hits, rest.clean(), clean, alpha));
  }

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
