package dev.rehearsal.standing;

import dev.rehearsal.drift.Change;
import dev.rehearsal.drift.DriftWatch;

/** A headline estimate whose rate was not one rate while the run went on. */
public sealed interface Alarm {

  /** Whose rate it is. */
  String category();

  /** Whose rate it is. */
  String lane();

  /** Admission number at which it was raised. */
  long at();

  /** What results call it. */
  String kind();

  /**
   * The intervals of the estimate, one for each look, have nothing in common: its rate changed
   * within the run, or a chance of one less the confidence came true.
   *
   * @param at admission number of the look at which nothing was left
   */
  record RateChanged(String category, String lane, long at) implements Alarm {
    /** What results call it. */
    public static final String KIND = "rate-changed";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * The rate moved away from one that was known before the run.
   *
   * @param watch what was asked
   */
  record Drifted(String category, DriftWatch watch, Change change) implements Alarm {
    /** What results call it. */
    public static final String KIND = "drift";

    @Override
    public String lane() {
      return watch.lane();
    }

    @Override
    public long at() {
      return change.at();
    }

    @Override
    public String kind() {
      return KIND;
    }
  }
}
