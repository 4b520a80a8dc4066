package dev.rehearsal.drift;

import dev.rehearsal.estimate.Interval;

/**
 * What a drift alarm is asked.
 *
 * @param lane whose rate is watched
 * @param method which detector
 * @param direction which changes count
 * @param known where the rate lies while nothing has changed; both ends are one for a rate that is
 *     known. Increases are watched from its upper end, decreases from its lower one
 * @param runLength prefixes, above 1: while no rate changes, the first alarm of the run comes after
 *     so many or more on average
 * @param alarms how many alarms of the run share that; at least 1
 */
public record DriftWatch(
    String lane, Method method, Direction direction, Interval known, double runLength, int alarms) {

  /** Which detector is watched. */
  public enum Method {
    /** That of Shiryaev and Roberts: adds up all times at which a change may have been. */
    E_SR,
    /** That of Page: takes the likeliest such time. Never earlier, and its false alarms rarer. */
    E_CUSUM
  }

  /** Which changes raise an alarm. */
  public enum Direction {
    INCREASE,
    DECREASE,
    BOTH;

    boolean up() {
      return this != DECREASE;
    }

    boolean down() {
      return this != INCREASE;
    }
  }

  public DriftWatch {
    if (!(runLength > 1 && runLength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "an average run length must be above 1 prefix, was " + runLength);
    }
    if (alarms < 1) {
      throw new IllegalArgumentException("at least 1 alarm shares a run length, were " + alarms);
    }
  }

  /** An alarm of its own for a rate that is known. */
  public static DriftWatch of(
      String lane, Method method, Direction direction, double known, double runLength) {
    return new DriftWatch(lane, method, direction, new Interval(known, known), runLength, 1);
  }
}
