package dev.rehearsal.standing;

import dev.rehearsal.dependence.Strata;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.Missing;
import dev.rehearsal.estimate.State;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A rate with its interval, for one lane, category and slice.
 *
 * @param slice {@code all} for the headline
 * @param population whom the category is about, in words
 * @param populationSize how many of them the log has; empty when nobody knows
 * @param counts at the watermark, or at the look that decided the category; of users, of those that
 *     are complete
 * @param rate hits over trials; of users or of several replies, the mean of the means; of strata,
 *     that of their mix; empty before any
 * @param effectiveSize of how many equally weighted observations a mix of strata is worth; empty
 *     where nothing is weighted
 * @param units what is counted where that is a mean; else empty
 * @param interval at the level {@code confidence}; the rate among prefixes with a verdict
 * @param single the same at the level of one estimate looked at alone
 * @param worstCase what the interval becomes whatever the missing verdicts would have said
 * @param missing what they do if they are as bad as allowed, at most; empty while nothing is
 *     missing, and for slices
 * @param confidence probability that {@code interval} never misses: 0.95 divided up when the plan
 *     is simultaneous; for slices, that of a single estimate
 * @param method the sequence's name, such as {@code lu7}
 * @param ruled whether a stop rule waits for this estimate: else its state stays undecided
 * @param decidedAt the admission number of the look that settled {@code state}
 * @param graderStatus how the category's grader stands against human labels
 */
public record Estimate(
    String lane,
    String category,
    String slice,
    String population,
    OptionalLong populationSize,
    Counts counts,
    OptionalDouble rate,
    OptionalDouble effectiveSize,
    Optional<Units> units,
    Interval interval,
    Interval single,
    Interval worstCase,
    Optional<Missing> missing,
    double confidence,
    String method,
    State state,
    boolean ruled,
    OptionalLong decidedAt,
    GraderStatus graderStatus) {
  /** The name of the slice that holds every prefix. */
  public static final String ALL = "all";

  /** Whether the rate is that of a mix of strata. */
  public boolean stratified() {
    return method.startsWith(Strata.MIXED);
  }

  /** The name of the slice that stands for the plan's target mix. */
  public static final String TARGET_MIX = "target mix";
}
