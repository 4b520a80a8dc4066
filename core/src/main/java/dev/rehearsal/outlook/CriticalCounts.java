package dev.rehearsal.outlook;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;

/**
 * At which numbers of hits a rule is met, for a number of trials that is given.
 *
 * @param atMost it is met with so many hits or fewer; -1 for never
 * @param atLeast it is met with so many hits or more; trials + 1 for never
 */
record CriticalCounts(long atMost, long atLeast) {
  private static final int GRID = 16;

  /**
   * Finds them by bisection: limits rise with the hits, so each side is met up to or from one count
   * on.
   *
   * @param ungraded prefixes without a verdict that go with the trials
   */
  static CriticalCounts of(
      StopRule rule, RateSequence sequence, long trials, long ungraded, double alpha) {
    Met met =
        (hits, state) ->
            rule.evaluate(sequence, new Counts(hits, trials, ungraded, 0), alpha)
                .filter(reached -> reached == state)
                .isPresent();
    if (rule instanceof StopRule.Threshold) {
      return new CriticalCounts(
          last(-1, trials, hits -> met.at(hits, State.BELOW)),
          first(0, trials + 1, hits -> met.at(hits, State.ABOVE)));
    }
    if (rule instanceof StopRule.Relative) {
      return new CriticalCounts(-1, first(0, trials + 1, hits -> met.at(hits, State.PRECISE)));
    }
    // From where the interval is widest it narrows to both sides.
    long widest =
        widest(
            0,
            trials,
            hits -> sequence.interval(new Counts(hits, trials, ungraded, 0), alpha).width());
    return new CriticalCounts(
        last(-1, widest, hits -> met.at(hits, State.PRECISE)),
        first(widest, trials + 1, hits -> met.at(hits, State.PRECISE)));
  }

  /** The widest of a grid, then of ever finer ones about it. */
  static long widest(long from, long to, LongToDoubleFunction width) {
    long low = from;
    long high = to;
    long best = from;
    long step = Math.max(1, (to - from) / GRID);
    while (true) {
      double most = -1;
      for (long hits = low; hits <= high; hits += step) {
        double each = width.applyAsDouble(hits);
        if (each > most) {
          most = each;
          best = hits;
        }
      }
      if (step == 1) {
        return best;
      }
      low = Math.max(from, best - step);
      high = Math.min(to, best + step);
      step = Math.max(1, (high - low) / GRID);
    }
  }

  private interface Met {
    boolean at(long hits, State state);
  }

  /** The smallest number in [from, to] that passes; {@code to} is taken to pass. */
  static long first(long from, long to, LongPredicate passes) {
    long low = from;
    long high = to;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (passes.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The largest number in [from, to] that passes; {@code from} is taken to pass. */
  static long last(long from, long to, LongPredicate passes) {
    return first(from + 1, to + 1, number -> !passes.test(number)) - 1;
  }
}
