package dev.rehearsal.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Alarms once when a rate has moved away from a known one: when the mean of e-detectors for rates
 * that are {@code 1.5, 2, 3} and {@code 5} times the known one, for those parts of it, or for both,
 * reaches the run length. A mean of e-detectors is one itself, so while nothing changes that takes
 * so many trials or more on average. Where K alarms share a run length each waits for K times as
 * much: the first of them to ring then makes their mean reach the run length.
 *
 * <p>Source: docs/methods.md, "Change of a rate". Constant memory; mutable, one owner.
 */
public final class DriftAlarm {
  private static final double[] FACTORS = {1.5, 2, 3, 5};

  private final double logThreshold;
  private final List<ChangeDetector> detectors;
  private final ToDoubleFunction<ChangeDetector> log;
  private Optional<Change> change = Optional.empty();

  private DriftAlarm(List<ChangeDetector> detectors, DriftWatch watch) {
    if (detectors.isEmpty()) {
      throw new IllegalArgumentException(
          "from " + watch.known() + " no change can be seen in the direction " + watch.direction());
    }
    this.detectors = List.copyOf(detectors);
    this.log =
        watch.method() == DriftWatch.Method.E_SR
            ? ChangeDetector::logShiryaevRoberts
            : ChangeDetector::logPage;
    this.logThreshold = Math.log(watch.runLength()) + Math.log(watch.alarms());
  }

  /**
   * An alarm that has seen nothing yet.
   *
   * @throws IllegalArgumentException if the known rate has no room to move in the direction
   */
  public static DriftAlarm of(DriftWatch watch) {
    double low = watch.known().low();
    double high = watch.known().high();
    List<ChangeDetector> detectors = new ArrayList<>();
    for (double factor : FACTORS) {
      if (watch.direction().up() && high > 0 && factor * high < 1) {
        detectors.add(new ChangeDetector(high, factor * high));
      }
      if (watch.direction().down() && low > 0 && low < 1) {
        detectors.add(new ChangeDetector(low, low / factor));
      }
    }
    return new DriftAlarm(detectors, watch);
  }

  /** Watches for a change to any of some rates. */
  static DriftAlarm towards(List<Double> others, DriftWatch watch) {
    double known = watch.known().high();
    return new DriftAlarm(
        others.stream().map(other -> new ChangeDetector(known, other)).toList(), watch);
  }

  /**
   * The next trial; nothing once it has alarmed.
   *
   * @param number its place among all prefixes
   */
  public void add(boolean hit, long number) {
    if (change.isPresent()) {
      return;
    }
    detectors.forEach(detector -> detector.add(hit, number));
    if (logEvidence() >= logThreshold) {
      change =
          detectors.stream()
              .max(Comparator.comparingDouble(ChangeDetector::logPage))
              .map(strongest -> strongest.change(number));
    }
  }

  /** The change that it has alarmed of; empty while it has not. */
  public Optional<Change> change() {
    return change;
  }

  /** Log of the mean of the detectors; negative infinity before the first trial. */
  public double logEvidence() {
    double largest = Double.NEGATIVE_INFINITY;
    for (ChangeDetector detector : detectors) {
      largest = Math.max(largest, log.applyAsDouble(detector));
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (ChangeDetector detector : detectors) {
      sum += Math.exp(log.applyAsDouble(detector) - largest);
    }
    return largest + Math.log(sum / detectors.size());
  }
}
