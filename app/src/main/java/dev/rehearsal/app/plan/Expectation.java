package dev.rehearsal.app.plan;

import dev.rehearsal.outlook.StopTime;
import java.util.OptionalDouble;

/**
 * How long one rule of a category will take, if its rate is what is assumed.
 *
 * @param rule in words
 * @param rate assumed in every lane; of a comparison, in the reference lane
 * @param factor of a comparison, what the candidate's rate is times; empty for other rules
 * @param trials until the rule is met, and the chance that it is within this run
 * @param prefixesPerTrial 1 or more: not every prefix is of the category's population, or goes to
 *     the lane
 */
record Expectation(
    String rule, double rate, OptionalDouble factor, StopTime trials, double prefixesPerTrial) {

  /** Prefixes until the rule is met, on average; empty when that is further than is followed. */
  OptionalDouble prefixes() {
    return trials.mean().isPresent()
        ? OptionalDouble.of(trials.mean().getAsDouble() * prefixesPerTrial)
        : OptionalDouble.empty();
  }

  /** Prefixes within which half of all runs meet the rule; empty like the mean. */
  OptionalDouble medianPrefixes() {
    return trials.median().isPresent()
        ? OptionalDouble.of(trials.median().getAsLong() * prefixesPerTrial)
        : OptionalDouble.empty();
  }
}
