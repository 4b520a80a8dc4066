package dev.rehearsal.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a stream's sampling may spend.
 *
 * @param unit of the sum
 * @param perHour the sum in an hour, above 0
 * @param epoch how long a fraction holds
 * @param least fraction that is never gone below, within (0, 1]
 */
public record FractionBudget(Unit unit, double perHour, Duration epoch, double least) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final double HOURS_A_DAY = 24;

  /** What is counted. */
  public enum Unit {
    USD,
    TOKENS,
    CALLS
  }

  /** The part of the sum that is for one epoch. */
  public double perEpoch() {
    return perHour * epoch.toNanos() / Duration.ofHours(1).toNanos();
  }

  /**
   * Reads the block {@code sample.budget}.
   *
   * @param most the plan's fraction
   */
  static FractionBudget read(Block block, double most) {
    Duration epoch = block.duration("epoch");
    double least = block.share("least-fraction");
    List<FractionBudget> sums = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      String name = unit.name().toLowerCase(Locale.ROOT);
      block
          .optionalBetween(name + "-per-hour", 0, Double.POSITIVE_INFINITY)
          .ifPresent(sum -> sums.add(new FractionBudget(unit, sum, epoch, least)));
      block
          .optionalBetween(name + "-per-day", 0, Double.POSITIVE_INFINITY)
          .ifPresent(sum -> sums.add(new FractionBudget(unit, sum / HOURS_A_DAY, epoch, least)));
    }
    if (sums.size() != 1) {
      block.problem("must name one sum, such as usd-per-hour = 5, was " + sums.size() + " of them");
    }
    if (epoch.compareTo(SHORTEST) < 0 || epoch.compareTo(LONGEST) > 0) {
      block.problem("epoch", "must be within 1s and 1d, was " + block.shown("epoch"));
    }
    if (least > most) {
      block.problem(
          "least-fraction",
          "must be at most the fraction, which is "
              + most
              + ", was "
              + block.shown("least-fraction"));
    }
    block.done();
    return sums.isEmpty() ? new FractionBudget(Unit.CALLS, 1, LONGEST, 1) : sums.get(0);
  }
}
