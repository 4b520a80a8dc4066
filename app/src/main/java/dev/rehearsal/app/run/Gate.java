package dev.rehearsal.app.run;

import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.Missing;
import dev.rehearsal.estimate.State;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether a category's rate in the candidate lane may ship.
 *
 * @param tolerance highest rate that may
 * @param verdict what the estimate says of it
 */
public record Gate(String category, String lane, double tolerance, Verdict verdict) {

  /** What the estimate says of a tolerance. */
  public enum Verdict {
    /** The rate is below it. */
    PASSED,
    /** The rate is above it. */
    FAILED,
    /** The interval holds it: more prefixes or verdicts are needed. Nobody may ship on this. */
    UNDECIDED
  }

  /** The gates of a plan at the end of a run, for the candidate only. */
  public static List<Gate> of(Plan plan, Standing standing) {
    List<Gate> gates = new ArrayList<>();
    for (Category category : plan.categories()) {
      category
          .tolerance()
          .ifPresent(
              tolerance ->
                  standing.estimates().stream()
                      .filter(e -> e.category().equals(category.id()))
                      .filter(e -> e.lane().equals(Lane.Role.CANDIDATE.text()))
                      .filter(e -> e.slice().equals(Estimate.ALL))
                      .forEach(
                          e ->
                              gates.add(
                                  new Gate(
                                      category.id(),
                                      e.lane(),
                                      tolerance,
                                      verdict(category, tolerance, e)))));
    }
    return gates;
  }

  /** True when the run's result does not allow to ship. */
  public boolean closed() {
    return verdict != Verdict.PASSED;
  }

  /** Where verdicts are missing, the interval that allows for them is judged. */
  private static Verdict verdict(Category category, double tolerance, Estimate estimate) {
    boolean ruled = category.rules().threshold().equals(OptionalDouble.of(tolerance));
    Interval judged = estimate.missing().map(Missing::interval).orElse(estimate.interval());
    if (judged.low() > tolerance || (ruled && estimate.state() == State.ABOVE)) {
      return Verdict.FAILED;
    }
    if (judged.high() < tolerance || (ruled && estimate.state() == State.BELOW)) {
      return Verdict.PASSED;
    }
    return Verdict.UNDECIDED;
  }
}
