package dev.rehearsal.config;

import dev.rehearsal.standing.Stratification;
import java.util.List;

/**
 * What a plan may not say where strata are drawn. The headline is then the rate of their mix; what
 * would count the prefixes as they were drawn would be the rate of nothing.
 */
final class StrataChecks {
  /** What the values of a slice are called that are too many to be told apart. */
  private static final String REST_OF_SLICES = "(other)";

  private final Plan plan;
  private final Block block;

  StrataChecks(Plan plan, Block block) {
    this.plan = plan;
    this.block = block;
  }

  void run(SampleStrata strata) {
    Block sample = block.block("sample");
    List<String> slices = sample.strings("slices");
    if (!slices.isEmpty() && !slices.equals(List.of(strata.field()))) {
      sample.problem(
          "slices",
          "cannot be told where sample.strata are drawn, was %s: the rates of other slices would be"
                  .formatted(String.join(", ", slices))
              + " those of the sample, not of the log; leave it out (the strata are shown apart),"
              + " or leave out sample.strata");
    }
    if (strata.fractions().isEmpty() && sample.isBlock("strata")) {
      sample
          .block("strata")
          .problem("fractions", "needs at least one value, such as fractions { free = 0.1 }");
    }
    for (String name : List.of(Stratification.OTHERWISE, REST_OF_SLICES)) {
      if (strata.fractions().containsKey(name)) {
        sample
            .block("strata")
            .problem(
                "fractions",
                "cannot name " + name + ", which stands for other values; take otherwise");
      }
    }
    if (plan.sample().byUser()) {
      sample.problem(
          "strata",
          "cannot be drawn for sample.unit = user: a user's conversations may be of several; leave"
              + " it out, or take sample.unit = conversation");
    }
    if (plan.stop().futility().isPresent() && block.isBlock("stop")) {
      block
          .block("stop")
          .problem("futility", "cannot be told where sample.strata are drawn; leave it out");
    }
  }
}
