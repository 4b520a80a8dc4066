package dev.rehearsal.config;

import dev.rehearsal.drift.DriftWatch;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what is to be watched for drift, and finds whether it can be. */
final class DriftReader {
  private static final double LEAST_RISE = 1.5;

  /**
   * Hits to expect within the run length. The sum of Shiryaev and Roberts comes to nearly 1 over
   * the rate without any hit, so a run length below that is reached by silence.
   */
  private static final double LEAST_HITS = 10;

  private DriftReader() {}

  /** Empty when no alarm is asked for. */
  static Optional<Drift> plan(Block drift) {
    boolean asked = drift.has("method");
    Drift read =
        new Drift(
            asked ? drift.choice("method", DriftWatch.Method.class) : DriftWatch.Method.E_SR,
            Wording.name(drift.choice("lane", Lane.Role.class)),
            drift.choice("direction", DriftWatch.Direction.class),
            drift.between("run-length", 1, Double.POSITIVE_INFINITY));
    drift.done();
    return asked ? Optional.of(read) : Optional.empty();
  }

  /**
   * The rate that a category is watched against. The value null leaves it unwatched.
   *
   * @param expected the rate unless the block has one
   */
  static OptionalDouble from(Block drift, OptionalDouble expected) {
    boolean says = drift.keys().contains("from");
    OptionalDouble from = drift.optionalBetween("from", 0, 1);
    drift.done();
    return says ? from : expected;
  }

  /** What the keys say of each other. */
  static void check(Drift drift, Plan plan, Block block, List<Block> categories) {
    if (plan.lanes().stream().noneMatch(lane -> lane.name().equals(drift.lane()))) {
      block.problem(
          "lane", "must be a lane of the plan, was " + drift.lane() + "; write the lane to watch");
    }
    if (plan.sample().byUser()) {
      block.problem(
          "method",
          "cannot watch for sample.unit = user: prefixes of one user are not independent; leave it"
              + " out");
    }
    if (!plan.sample().byUser() && plan.sample().perUser().orElse(Integer.MAX_VALUE) > 1) {
      block.problem(
          "method",
          "cannot watch where a user counts more than once: prefixes of one user are not"
              + " independent, and would ring for nothing; take sample.per-user = 1, or leave it"
              + " out");
    }
    if (plan.categories().stream().allMatch(category -> category.driftFrom().isEmpty())) {
      block.problem(
          "method",
          "has nothing to watch: no category has a rate that is known before the run; write"
              + " drift.from or expected-rate in those to watch");
    }
    for (int i = 0; i < categories.size(); i++) {
      double from = plan.categories().get(i).driftFrom().orElse(0);
      if (drift.direction() != DriftWatch.Direction.DECREASE && LEAST_RISE * from >= 1) {
        categories
            .get(i)
            .problem(
                "drift",
                "cannot see an increase from %s: %s times as much is no rate; take the direction decrease, or from = null"
                    .formatted(from, LEAST_RISE));
      }
      boolean rings =
          drift.method() == DriftWatch.Method.E_SR
              && drift.direction() != DriftWatch.Direction.DECREASE
              && drift.runLength() * from < LEAST_HITS;
      if (from > 0 && rings) {
        categories
            .get(i)
            .problem(
                "drift",
                ("would take a stream without a hit for an increase from %s: take drift.run-length"
                        + " = %.0f or more, drift.method = e-cusum, or from = null")
                    .formatted(
                        BigDecimal.valueOf(from).toPlainString(), Math.ceil(LEAST_HITS / from)));
      }
    }
  }
}
