package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;
import java.util.OptionalDouble;

/**
 * Replies that the grader treated alike, of which some were drawn at random and labelled.
 *
 * @param graded how many there are
 * @param labelled how many of them have a human label
 * @param violating how many of those are hits to people
 */
public record Stratum(long graded, long labelled, long violating) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException unless 0 ≤ violating ≤ labelled ≤ graded
   */
  public Stratum {
    if (!(0 <= violating && violating <= labelled && labelled <= graded)) {
      throw new IllegalArgumentException(
          "a stratum needs 0 <= violating <= labelled <= graded, was %d, %d, %d"
              .formatted(violating, labelled, graded));
    }
  }

  /** Both taken as one. */
  public Stratum plus(Stratum other) {
    return new Stratum(
        graded + other.graded, labelled + other.labelled, violating + other.violating);
  }

  /** How many labelled ones are clean to people. */
  public long clean() {
    return labelled - violating;
  }

  /** Share of hits among the labelled, within [0, 1]; empty without a label. */
  public OptionalDouble share() {
    return labelled == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) violating / labelled);
  }

  /** Clopper and Pearson's interval for the share of hits. */
  Interval interval(double alpha) {
    return FixedSampleIntervals.clopperPearson(violating, labelled, alpha);
  }

  /**
   * Variance of the share. A share of 0 or 1 would have none, however few the labels: there it is
   * taken at the share that half a label of the other kind gives.
   */
  double variance() {
    double share =
        violating == 0 || clean() == 0
            ? (violating + 0.5) / (labelled + 1)
            : (double) violating / labelled;
    return share * (1 - share) / labelled;
  }
}
