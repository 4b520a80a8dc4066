package dev.rehearsal.config;

import java.util.List;

/**
 * What a plan may not say where users count. A user's mean is over all of that user's
 * conversations: a part of them would leave out users with few, and change what is estimated.
 */
final class UserChecks {
  private static final String WHOLE = "for sample.unit = user, was %s: %s";

  private final Plan plan;
  private final Block block;
  private final Block sample;
  private final Block lanes;
  private final List<Block> categories;

  UserChecks(Plan plan, Block block, Block lanes, List<Block> categories) {
    this.plan = plan;
    this.block = block;
    this.sample = block.block("sample");
    this.lanes = lanes;
    this.categories = categories;
  }

  void run() {
    if (plan.sample().perUser().isPresent()) {
      whole("per-user", "must be null ");
    }
    if (plan.sample().fraction() < 1) {
      whole("fraction", "must be 1 ");
    }
    if (plan.sample().skip() > 0) {
      whole("skip", "must be 0 ");
    }
    if (!plan.sample().slices().isEmpty()) {
      sample.problem("slices", "must be empty for sample.unit = user: a slice cuts through users");
    }
    if (plan.estimate().estimand() == Estimate.Estimand.LOG && block.isBlock("estimate")) {
      block
          .block("estimate")
          .problem(
              "estimand",
              "must be traffic for sample.unit = user; the rate over a log needs no units: take"
                  + " sample.unit = conversation");
    }
    if (plan.stop().futility().isPresent() && block.isBlock("stop")) {
      block
          .block("stop")
          .problem("futility", "cannot be told for sample.unit = user; leave it out");
    }
    for (Lane lane : plan.lanes()) {
      if (lane.fraction() < 1) {
        lanes.problem(
            lane.name(), "must answer every prefix for sample.unit = user: leave fraction out");
      }
    }
    for (int i = 0; i < categories.size(); i++) {
      if (plan.categories().get(i).expectedRate().isPresent()) {
        categories
            .get(i)
            .problem("expected-rate", "is of no use for sample.unit = user; leave it out");
      }
    }
  }

  private void whole(String key, String must) {
    sample.problem(
        key,
        must + WHOLE.formatted(sample.shown(key), "all of a user's conversations make the mean"));
  }
}
