package dev.rehearsal.app.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What one who looks on says of a run at one moment.
 *
 * @param lines for people
 * @param json for programs: the field {@code live} of a result
 */
public record Onlook(List<String> lines, ObjectNode json) {
  public Onlook {
    lines = List.copyOf(lines);
  }

  /**
   * An alarm that one who looks on has raised.
   *
   * @param at admission number of the look
   * @param sentence for people; no two alarms of a run have the same
   * @param json for programs: numbers only
   */
  public record Raised(long at, String sentence, ObjectNode json) {}
}
