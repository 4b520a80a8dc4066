package dev.rehearsal.outlook;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import java.util.ArrayList;
import java.util.List;

/**
 * For each number of hits, the numbers of trials at which a rule is met: few trials mean a high
 * rate, many a low one. Found by bisection when first asked for, and kept. It takes for granted
 * that a rule that is met early stays met for fewer trials, and one met late for more; for the
 * relative precision that holds to within about a hit. Not thread-safe.
 */
public final class RateBoundary {
  /** No rule is followed further than this. */
  static final long MOST_TRIALS = 1L << 40;

  private static final long NEVER = Long.MAX_VALUE;

  private final StopRule rule;
  private final RateSequence sequence;
  private final long ungraded;
  private final long mostTrials;
  private final double alpha;
  private final List<Long> early = new ArrayList<>();
  private final List<Long> late = new ArrayList<>();
  private int first;

  private RateBoundary(
      StopRule rule, RateSequence sequence, long ungraded, long mostTrials, double alpha) {
    this.rule = rule;
    this.sequence = sequence;
    this.ungraded = ungraded;
    this.mostTrials = mostTrials;
    this.alpha = alpha;
  }

  /** For data that may go on for ever. */
  public static RateBoundary endless(StopRule rule, RateSequence sequence, double alpha) {
    return new RateBoundary(rule, sequence, 0, MOST_TRIALS, alpha);
  }

  /**
   * For a finite log.
   *
   * @param population prefixes of the log that the category applies to
   * @param ungraded of them without a verdict, of which no more are expected
   */
  public static RateBoundary within(
      StopRule rule, RateSequence sequence, long population, long ungraded, double alpha) {
    return new RateBoundary(rule, sequence, ungraded, population - ungraded, alpha);
  }

  /** Nothing below so many hits will be asked for. */
  void startAt(int hits) {
    if (hits != first) {
      first = hits;
      early.clear();
      late.clear();
    }
  }

  /** The most trials there can be. */
  long mostTrials() {
    return mostTrials;
  }

  /**
   * The rule is met with {@code hits} in so many trials or fewer; below {@code hits} for never.
   *
   * @param hits at least as many as it starts at
   */
  long early(int hits) {
    while (early.size() <= hits - first) {
      early.add(findEarly(first + early.size()));
    }
    return early.get(hits - first);
  }

  /** The rule is met with {@code hits} in so many trials or more; above all trials for never. */
  long late(int hits) {
    while (late.size() <= hits - first) {
      late.add(findLate(first + late.size()));
    }
    return late.get(hits - first);
  }

  private long findEarly(int hits) {
    long turn = turn(hits);
    if (!(rule instanceof StopRule.Threshold) && met(hits, turn)) {
      return mostTrials;
    }
    // This boundary rises with the hits: the search starts where the last one ended.
    long known = hits == first ? hits - 1 : Math.max(hits - 1, early.get(hits - first - 1));
    return CriticalCounts.last(known, gallop(known, turn, hits, false), n -> met(hits, n));
  }

  private long findLate(int hits) {
    long known = turn(hits);
    if (!(rule instanceof StopRule.Relative) && hits > first) {
      known = Math.max(known, late.get(hits - first - 1));
    }
    if (known >= NEVER || rule instanceof StopRule.Relative && mostTrials == MOST_TRIALS) {
      return NEVER;
    }
    long found =
        CriticalCounts.first(known, gallop(known, mostTrials + 1, hits, true), n -> met(hits, n));
    return found > mostTrials ? NEVER : found;
  }

  /** A number of trials at which the rule is met the least: between early and late. */
  private long turn(int hits) {
    double turn = hits;
    if (rule instanceof StopRule.Absolute) {
      // About every second trial a hit: the exact place depends on what is bet on high rates.
      turn =
          CriticalCounts.widest(
              Math.max(1, hits),
              Math.max(1, Math.min(mostTrials, 4L * hits + 4)),
              n -> sequence.interval(new Counts(hits, n, ungraded, 0), alpha).width());
    } else if (rule instanceof StopRule.Threshold threshold) {
      turn = hits / threshold.rate();
    } else if (rule instanceof StopRule.Relative) {
      // Hits make the ratio; only towards the end of a log do trials narrow it as well.
      turn = mostTrials == MOST_TRIALS ? mostTrials : Math.sqrt((double) hits * mostTrials);
    }
    return (long) Math.max(hits, Math.min(mostTrials, turn));
  }

  /** From {@code from} in doubling steps, as far as the answer changes to {@code met}. */
  private long gallop(long from, long end, int hits, boolean met) {
    long step = 16;
    long to = Math.min(end, from + step);
    while (to < end && met(hits, to) != met) {
      step *= 2;
      to = Math.min(end, to + step);
    }
    return to;
  }

  private boolean met(long hits, long trials) {
    return trials >= hits
        && trials <= mostTrials
        && trials > 0
        && rule.evaluate(sequence, new Counts(hits, trials, ungraded, 0), alpha).isPresent();
  }
}
