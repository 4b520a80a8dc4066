package dev.rehearsal.calibrate;

/**
 * What a grader's errors do to a ratio of two rates that it grades alike: false flags on both sides
 * draw it towards 1. {@value #LEAST_PREDICTIVE} is the share of true flags below which a ratio is
 * to be taken from confirmed flags only. Source: statistics of the ratio, docs/methods.md, "Grader
 * error".
 */
public final class Attenuation {
  /** The least positive predictive value with which a ratio of flagged rates may be used. */
  public static final double LEAST_PREDICTIVE = 0.8;

  private Attenuation() {}

  /**
   * The ratio of flagged rates that a true ratio shows as.
   *
   * @param sensitivity of the grader on both sides
   * @param specificity of the grader on both sides
   * @param reference true rate of the reference, within (0, 1]
   * @param compared true rate of the other side, within [0, 1]
   */
  public static double observed(
      double sensitivity, double specificity, double reference, double compared) {
    return flags(sensitivity, specificity, compared) / flags(sensitivity, specificity, reference);
  }

  private static double flags(double sensitivity, double specificity, double rate) {
    return sensitivity * rate + (1 - specificity) * (1 - rate);
  }
}
