package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.standing.Estimate;
import java.util.Locale;

/** Where users are counted: the rate by user beside that by prefix, and how alike prefixes are. */
final class UserTable {
  private UserTable() {}

  static MarkdownTable of(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category",
            "lane",
            "users",
            "rate by user",
            "prefixes",
            "rate by prefix",
            "design effect");
    for (JsonNode estimate : summary.path("estimates")) {
      long trials = estimate.path("trials").asLong();
      if (estimate.path("slice").asText().equals(Estimate.ALL)
          && estimate.path("users").isNumber()) {
        table.row(
            estimate.path("category").asText(),
            estimate.path("lane").asText(),
            Numbers.count(estimate.path("users").asLong()),
            trials == 0 ? "not known" : Numbers.rate(estimate.path("rate").asDouble()),
            Numbers.count(trials),
            trials == 0
                ? "not known"
                : Numbers.rate((double) estimate.path("hits").asLong() / trials),
            estimate.path("designEffect").isNumber()
                ? String.format(Locale.ROOT, "%.2f", estimate.path("designEffect").asDouble())
                : "not known");
      }
    }
    return table;
  }
}
