package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.standing.Estimate;
import java.util.Locale;

/** Where strata were drawn: how densely, and what mixing them makes of the prefixes. */
final class StrataTables {
  private StrataTables() {}

  /** How much of each stratum was drawn, and for how much of the log one of its prefixes stands. */
  static MarkdownTable drawn(JsonNode summary) {
    JsonNode strata = summary.path("strata");
    MarkdownTable table =
        new MarkdownTable(
            strata.path("field").asText(),
            "fraction",
            "conversations in the log",
            "part of the log",
            "drawn",
            "not drawn",
            "conversations that one drawn stands for");
    for (JsonNode stratum : strata.path("strata")) {
      table.row(
          stratum.path("stratum").asText(),
          Numbers.rate(stratum.path("fraction").asDouble()),
          Numbers.count(stratum.path("records").asLong()),
          Numbers.rate(stratum.path("share").asDouble()),
          Numbers.count(stratum.path("drawn").asLong()),
          Numbers.count(stratum.path("undrawn").asLong()),
          stratum.path("weight").isNumber()
              ? String.format(Locale.ROOT, "%.2f", stratum.path("weight").asDouble())
              : "not known");
    }
    return table;
  }

  /** The rate of the mix beside that of the prefixes as they were drawn, which is nobody's rate. */
  static MarkdownTable mixed(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category",
            "lane",
            "rate of the mix",
            "rate as drawn",
            "prefixes",
            "worth so many equally weighted");
    for (JsonNode estimate : summary.path("estimates")) {
      long trials = estimate.path("trials").asLong();
      if (summary.has("strata") && estimate.path("slice").asText().equals(Estimate.ALL)) {
        table.row(
            estimate.path("category").asText(),
            estimate.path("lane").asText(),
            estimate.path("rate").isNumber()
                ? Numbers.rate(estimate.path("rate").asDouble())
                : "not known",
            trials == 0
                ? "not known"
                : Numbers.rate((double) estimate.path("hits").asLong() / trials),
            Numbers.count(trials),
            estimate.path("effectiveSize").isNumber()
                ? Numbers.count(Math.round(estimate.path("effectiveSize").asDouble()))
                : "not known");
      }
    }
    return table;
  }
}
