package dev.rehearsal.config;

import java.util.OptionalDouble;

/** Reads stop rules: those of the plan, and a category's own on top of them. */
final class StopRulesReader {
  private StopRulesReader() {}

  /** The rules that every category starts from; they hold no threshold. */
  static StopRules plan(Block stop) {
    return new StopRules(
        OptionalDouble.empty(),
        ratio(stop, "relative"),
        rate(stop, "absolute"),
        stop.flag("baseline"),
        ratio(stop, "equivalence"));
  }

  /**
   * A category's rules. A key with the value null switches its rule off.
   *
   * @param tolerance the threshold, unless the block has one
   * @param compared whether the candidate has a lane to be compared with
   */
  static StopRules category(
      Block stop, StopRules plan, OptionalDouble tolerance, boolean compared) {
    StopRules rules =
        new StopRules(
            says(stop, "threshold") ? rate(stop, "threshold") : tolerance,
            says(stop, "relative") ? ratio(stop, "relative") : plan.relative(),
            says(stop, "absolute") ? rate(stop, "absolute") : plan.absolute(),
            compared && (stop.has("baseline") ? stop.flag("baseline") : plan.baseline()),
            says(stop, "equivalence") ? ratio(stop, "equivalence") : plan.equivalence());
    stop.has("baseline");
    stop.done();
    return rules;
  }

  private static boolean says(Block stop, String key) {
    stop.has(key);
    return stop.keys().contains(key);
  }

  private static OptionalDouble rate(Block stop, String key) {
    return stop.optionalBetween(key, 0, 1);
  }

  private static OptionalDouble ratio(Block stop, String key) {
    return stop.optionalBetween(key, 1, Double.POSITIVE_INFINITY);
  }
}
