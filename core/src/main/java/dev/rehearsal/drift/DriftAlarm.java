package dev.rehearsal.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * Alarms when a rate has moved away from a known one in either direction: the mean of the
 * e-detectors of Shiryaev and Roberts for rates that are {@code 1.5, 2, 3} and {@code 5} times the
 * known one, and for those parts of it. A mean of such detectors is one itself, so while nothing
 * changes an alarm comes after {@code averageRunLength} trials or more on average.
 *
 * <p>Where the known rate is itself an estimate, watch for increases from the upper end of its
 * interval and for decreases from the lower end. Source: docs/methods.md, "Change of a rate".
 * Constant memory; mutable, one owner.
 */
public final class DriftAlarm {
  /** A million trials: what is asked for unless something else is. */
  public static final double USUAL_RUN_LENGTH = 1e6;

  private static final double[] FACTORS = {1.5, 2, 3, 5};

  private final double logThreshold;
  private final List<ChangeDetector> detectors;

  private DriftAlarm(List<ChangeDetector> detectors, double averageRunLength) {
    if (!(averageRunLength > 1 && averageRunLength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "an average run length must be above 1 trial, was " + averageRunLength);
    }
    this.detectors = List.copyOf(detectors);
    logThreshold = Math.log(averageRunLength);
  }

  /**
   * Watches a rate that is known.
   *
   * @param known rate, within (0, 1)
   * @param averageRunLength trials between false alarms, at least on average; above 1
   */
  public static DriftAlarm from(double known, double averageRunLength) {
    return from(known, known, averageRunLength);
  }

  /**
   * Watches a rate that is known to lie within an interval.
   *
   * @param low end from which it may fall, within [0, 1); at 0 no fall can be seen
   * @param high end from which it may rise, within (0, 1)
   */
  public static DriftAlarm from(double low, double high, double averageRunLength) {
    List<ChangeDetector> detectors = new ArrayList<>();
    for (double factor : FACTORS) {
      if (factor * high < 1) {
        detectors.add(new ChangeDetector(high, factor * high));
      }
      if (low > 0) {
        detectors.add(new ChangeDetector(low, low / factor));
      }
    }
    return new DriftAlarm(detectors, averageRunLength);
  }

  /** Watches for a change to any of some rates. */
  static DriftAlarm towards(double known, List<Double> others, double averageRunLength) {
    return new DriftAlarm(
        others.stream().map(other -> new ChangeDetector(known, other)).toList(), averageRunLength);
  }

  /** The next trial. */
  public void add(boolean hit) {
    detectors.forEach(detector -> detector.add(hit));
  }

  /** Whether the evidence of a change has reached the average run length. */
  public boolean raised() {
    return logEvidence() >= logThreshold;
  }

  /** Log of the mean of the detectors; negative infinity before the first trial. */
  public double logEvidence() {
    double largest = Double.NEGATIVE_INFINITY;
    for (ChangeDetector detector : detectors) {
      largest = Math.max(largest, detector.logShiryaevRoberts());
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (ChangeDetector detector : detectors) {
      sum += Math.exp(detector.logShiryaevRoberts() - largest);
    }
    return largest + Math.log(sum / detectors.size());
  }
}
