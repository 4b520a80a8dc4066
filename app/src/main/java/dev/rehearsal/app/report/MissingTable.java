package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.standing.Estimate;

/** What missing verdicts could do to the headline rates; only those that have some. */
final class MissingTable {
  private MissingTable() {}

  static MarkdownTable of(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category",
            "lane",
            "ungraded",
            "share ungraded",
            "interval of the graded",
            "if the ungraded are at most",
            "interval of all",
            "whatever they are",
            "they would reach the threshold");
    for (JsonNode estimate : summary.path("estimates")) {
      if (estimate.path("slice").asText().equals(Estimate.ALL)
          && estimate.path("missingTimesAsBad").isNumber()) {
        table.row(
            estimate.path("category").asText(),
            estimate.path("lane").asText(),
            Numbers.count(estimate.path("ungraded").asLong()),
            "at most " + Numbers.rate(estimate.path("missingLargestShare").asDouble()),
            interval(estimate, "low", "high"),
            Numbers.times(estimate.path("missingTimesAsBad").asDouble()) + " as bad",
            interval(estimate, "lowIfMissingAsBad", "highIfMissingAsBad"),
            interval(estimate, "lowIfMissingClean", "highIfMissingHit"),
            tipping(estimate.path("tippingTimesAsBad")));
      }
    }
    return table;
  }

  private static String interval(JsonNode estimate, String low, String high) {
    return Numbers.interval(estimate.path(low).asDouble(), estimate.path(high).asDouble());
  }

  private static String tipping(JsonNode times) {
    return times.isNumber() ? "at " + Numbers.times(times.asDouble()) + " as bad" : "";
  }
}
