package dev.rehearsal.app.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.estimate.Interval;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one who looks on says of a run at one moment.
 *
 * @param lines for people
 * @param json for programs: the field {@code live} of a result
 * @param rates by category, for those who keep watch
 */
public record Onlook(List<String> lines, ObjectNode json, List<Rate> rates) {
  public Onlook {
    lines = List.copyOf(lines);
    rates = List.copyOf(rates);
  }

  /**
   * A category of production beside what was forecast of it.
   *
   * @param ratio observed rate over forecast rate; empty before the first verdict
   * @param ratios that the traffic allows, at every look at once
   * @param alarm whether one was raised
   */
  public record Rate(
      String category,
      double forecast,
      Interval promised,
      OptionalDouble ratio,
      RatioInterval ratios,
      boolean alarm) {}

  /**
   * An alarm that one who looks on has raised.
   *
   * @param at admission number of the look
   * @param sentence for people; no two alarms of a run have the same
   * @param json for programs: numbers only
   */
  public record Raised(long at, String sentence, ObjectNode json) {}
}
