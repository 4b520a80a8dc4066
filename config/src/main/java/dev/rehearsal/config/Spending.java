package dev.rehearsal.config;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The keys of a budget; an empty one is no limit.
 *
 * @param usd most US dollars
 * @param tokens most tokens, in and out together
 * @param calls most calls to models, attempts included
 */
public record Spending(OptionalDouble usd, OptionalLong tokens, OptionalLong calls) {

  /** Reads them in the block {@code stop}. */
  public static Spending read(Block stop) {
    return new Spending(
        stop.optionalBetween("budget-usd", 0, Double.POSITIVE_INFINITY),
        stop.optionalInteger("budget-tokens", 1, Long.MAX_VALUE),
        stop.optionalInteger("budget-calls", 1, Long.MAX_VALUE));
  }
}
