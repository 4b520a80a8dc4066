package dev.rehearsal.config;

import java.util.List;

/**
 * What a plan may not say where a lane gives several replies to a prefix. Their mean is one
 * observation, and rates of means have the linear bet and nothing else.
 */
final class RepeatChecks {
  private static final String ONCE = "where a lane has samples above 1";

  private final Plan plan;
  private final Block block;
  private final Block lanes;
  private final List<Block> categories;

  RepeatChecks(Plan plan, Block block, Block lanes, List<Block> categories) {
    this.plan = plan;
    this.block = block;
    this.lanes = lanes;
    this.categories = categories;
  }

  void run() {
    plan.lanes().stream().filter(Lane::repeats).forEach(this::generates);
    if (plan.sample().byUser() && block.isBlock("sample")) {
      block
          .block("sample")
          .problem(
              "unit",
              "must be conversation "
                  + ONCE
                  + ": a mean is over a user's conversations or over replies to a prefix, not over"
                  + " both");
    }
    if (plan.estimate().estimand() == Estimate.Estimand.LOG && block.isBlock("estimate")) {
      block
          .block("estimate")
          .problem(
              "estimand",
              "must be traffic "
                  + ONCE
                  + ": other replies could have been drawn, so a log is never known exactly");
    }
    if (plan.stop().futility().isPresent() && block.isBlock("stop")) {
      block.block("stop").problem("futility", "cannot be told " + ONCE + "; leave it out");
    }
    for (int i = 0; i < categories.size(); i++) {
      if (plan.categories().get(i).expectedRate().isPresent()) {
        categories.get(i).problem("expected-rate", "is of no use " + ONCE + "; leave it out");
      }
    }
  }

  private void generates(Lane lane) {
    boolean recorded = lane.model().map(model -> type(model).equals("recorded")).orElse(true);
    if (recorded && lanes.isBlock(lane.name())) {
      lanes
          .block(lane.name())
          .problem(
              "samples",
              "must be 1 for replies that were recorded, was %d: there is one of each; ask a model"
                      .formatted(lane.samples())
                  + " for more");
    }
  }

  private String type(String model) {
    Block block = plan.models().get(model);
    return block == null ? "" : block.peek("type").orElse("");
  }
}
