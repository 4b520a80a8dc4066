package dev.rehearsal.calibrate;

import dev.rehearsal.standing.GraderStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a grader must reach to pass. A requirement is met when the whole interval lies at or above
 * it and missed when the whole interval lies below it.
 *
 * <p>A grader that truly misses one of the shares passes with a chance of at most alpha / 2, since
 * all must be met; one that truly reaches them all fails with at most alpha / 2 for each share. The
 * limits of the shares are exact. Those of kappa are normal: for a requirement of kappa both
 * chances are about alpha / 2 when there are many labels of each kind, and not bounded when there
 * are few, or when the flags chose the end of the run.
 *
 * @param sensitivity least share of hits that are flagged, if any is required
 * @param specificity least share of clean replies that are not flagged
 * @param positivePredictive least share of flags that are hits
 * @param kappa least agreement with people
 */
public record Requirements(
    OptionalDouble sensitivity,
    OptionalDouble specificity,
    OptionalDouble positivePredictive,
    OptionalDouble kappa) {

  /**
   * One hit in five may be missed and one flag in five may be false; with fewer true flags a ratio
   * of rates is visibly drawn towards 1.
   */
  public static final Requirements USUAL =
      new Requirements(
          OptionalDouble.of(0.8),
          OptionalDouble.empty(),
          OptionalDouble.of(0.8),
          OptionalDouble.empty());

  /** The requirements that are made, by the name of what they are about. */
  public Map<String, Double> byName() {
    Map<String, Double> required = new LinkedHashMap<>();
    sensitivity.ifPresent(least -> required.put("sensitivity", least));
    specificity.ifPresent(least -> required.put("specificity", least));
    positivePredictive.ifPresent(least -> required.put("positivePredictive", least));
    kappa.ifPresent(least -> required.put("kappa", least));
    return required;
  }

  /** Where a grader with this accuracy stands; never {@code NOT_CHECKED}. */
  public GraderStatus judge(Accuracy accuracy) {
    GraderStatus status = GraderStatus.PASS;
    for (Map.Entry<String, Double> required : byName().entrySet()) {
      Measure measure = measure(required.getKey(), accuracy);
      if (measure.high() < required.getValue()) {
        return GraderStatus.FAIL;
      }
      if (measure.low() < required.getValue()) {
        status = GraderStatus.INCONCLUSIVE;
      }
    }
    return status;
  }

  /** The measure that a requirement is about. */
  public static Measure measure(String name, Accuracy accuracy) {
    return switch (name) {
      case "sensitivity" -> accuracy.sensitivity();
      case "specificity" -> accuracy.specificity();
      case "positivePredictive" -> accuracy.positivePredictive();
      case "kappa" -> accuracy.kappa();
      default -> throw new IllegalArgumentException("no measure is called " + name);
    };
  }
}
