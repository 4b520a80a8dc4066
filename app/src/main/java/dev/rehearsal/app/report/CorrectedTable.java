package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;

/**
 * The rates that people's labels make of the graders' flags; only those that some were given to.
 */
final class CorrectedTable {
  private CorrectedTable() {}

  static MarkdownTable of(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category", "lane", "flagged", "corrected by people", "what", "labels", "level");
    for (JsonNode estimate : summary.path("estimates")) {
      JsonNode corrected = estimate.path("corrected");
      if (corrected.isObject()) {
        table.row(
            estimate.path("category").asText(),
            estimate.path("lane").asText(),
            Numbers.rate(estimate.path("rate").asDouble()),
            Numbers.rate(corrected.path("rate").asDouble())
                + " "
                + Numbers.interval(
                    corrected.path("low").asDouble(), corrected.path("high").asDouble()),
            corrected.path("estimate").asText().equals("confirmed")
                ? "confirmed flags, without the hits that the grader missed"
                : "hits, flagged or not",
            Numbers.count(corrected.path("labels").asLong()),
            Numbers.confidence(corrected.path("confidence").asDouble()));
      }
    }
    return table;
  }
}
