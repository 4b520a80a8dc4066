package dev.rehearsal.outlook;

import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import java.util.ArrayList;
import java.util.List;

/**
 * For each number of discordant pairs, how they may be divided between two lanes for the comparison
 * to be decided. The coin is fair in both directions, so one side stands for both. Found when first
 * asked for, and kept. Not thread-safe.
 */
public final class PairBoundary {
  /** No comparison is followed further than this. */
  static final int MOST_PAIRS = 6_000;

  private static final int NEVER = Integer.MAX_VALUE;

  private final StopRule.Baseline rule;
  private final double alpha;
  private final List<Integer> unequal = new ArrayList<>();
  private final List<Integer> equivalent = new ArrayList<>();

  public PairBoundary(StopRule.Baseline rule, double alpha) {
    this.rule = rule;
    this.alpha = alpha;
  }

  /** What the comparison says of {@code onlyB} in {@code discordant} pairs. */
  State state(int onlyB, int discordant) {
    while (unequal.size() <= discordant) {
      add(unequal.size());
    }
    int fewer = Math.min(onlyB, discordant - onlyB);
    if (fewer <= unequal.get(discordant)) {
      return 2 * onlyB < discordant ? State.DECREASED : State.INCREASED;
    }
    return fewer >= equivalent.get(discordant) ? State.EQUIVALENT : State.UNDECIDED;
  }

  private void add(int discordant) {
    int middle = discordant / 2;
    int known = discordant == 0 ? -1 : unequal.get(discordant - 1);
    while (known < middle && is(State.DECREASED, known + 1, discordant)) {
      known++;
    }
    unequal.add(known);
    int from = discordant == 0 ? NEVER : equivalent.get(discordant - 1);
    if (from == NEVER) {
      from = is(State.EQUIVALENT, middle, discordant) ? middle : NEVER;
    }
    while (from != NEVER && from > 0 && is(State.EQUIVALENT, from - 1, discordant)) {
      from--;
    }
    while (from != NEVER && !is(State.EQUIVALENT, from, discordant)) {
      from = from < middle ? from + 1 : NEVER;
    }
    equivalent.add(from);
  }

  private boolean is(State state, int onlyB, int discordant) {
    return Futility.state(rule, onlyB, discordant, alpha) == state;
  }
}
