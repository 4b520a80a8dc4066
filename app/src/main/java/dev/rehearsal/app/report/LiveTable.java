package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import java.util.Locale;
import java.util.OptionalDouble;

/** Production beside its forecast, in a run of {@code observe}. */
final class LiveTable {
  private LiveTable() {}

  static MarkdownTable of(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category", "forecast", "promised", "observed", "observed / forecast", "promise");
    for (JsonNode row : summary.path("live").path("categories")) {
      JsonNode ratio = row.path("observedOverForecast");
      table.row(
          row.path("category").asText(),
          Numbers.rate(row.path("forecast").asDouble()),
          Numbers.interval(row.path("promisedLow").asDouble(), row.path("promisedHigh").asDouble()),
          (row.path("observed").isNumber()
                  ? Numbers.rate(row.path("observed").asDouble())
                  : "not known")
              + " "
              + Numbers.interval(row.path("low").asDouble(), row.path("high").asDouble()),
          Numbers.ratio(
                  ratio.path("value").isNumber()
                      ? OptionalDouble.of(ratio.path("value").asDouble())
                      : OptionalDouble.empty())
              + " "
              + Numbers.ratios(ratio.path("low").asDouble(), high(ratio.path("high"))),
          row.path("promise").asText().toLowerCase(Locale.ROOT).replace("_", " ")
              + (row.path("alarmAt").isNumber()
                  ? ", **alarm** at prefix " + Numbers.count(row.path("alarmAt").asLong())
                  : ""));
    }
    return table;
  }

  /** Infinity has no number in JSON. */
  private static double high(JsonNode high) {
    return high.isNumber() ? high.asDouble() : Double.POSITIVE_INFINITY;
  }
}
