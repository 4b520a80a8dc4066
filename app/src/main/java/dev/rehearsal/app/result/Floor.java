package dev.rehearsal.app.result;

import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.standing.Units;
import java.util.Comparator;
import java.util.Optional;

/** The smallest rate that a run could have seen. */
public final class Floor {
  /** With this chance at least one hit would have been seen. */
  private static final double CHANCE = 0.95;

  private Floor() {}

  /**
   * The rate at which at least one hit among the trials of the headline estimate with the fewest
   * would have been seen with a chance of 95 %: 1 − 0.05^(1/n). Empty before any trial, and where
   * strata were drawn: it depends on which of them the hits are in.
   */
  static Optional<Double> of(Standing standing) {
    return standing.estimates().stream()
        .filter(estimate -> estimate.slice().equals(Estimate.ALL) && !estimate.stratified())
        .map(estimate -> estimate.units().map(Units::number).orElse(estimate.counts().trials()))
        .min(Comparator.naturalOrder())
        .filter(trials -> trials > 0)
        .map(Floor::of);
  }

  /** The rate at which so many trials show at least one hit with a chance of 95 %; 1 or more. */
  public static double of(long trials) {
    return -Math.expm1(Math.log1p(-CHANCE) / trials);
  }
}
