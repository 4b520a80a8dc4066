package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One row for each estimate, slices included; the header names the units (RFC 4180). */
final class CsvReport {
  /** By field of an estimate. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("category", "category");
    COLUMNS.put("lane", "lane");
    COLUMNS.put("slice", "slice");
    COLUMNS.put("population", "population");
    COLUMNS.put("populationSize", "population size [prefixes]");
    COLUMNS.put("rate", "rate [probability]");
    COLUMNS.put("low", "low [probability]");
    COLUMNS.put("high", "high [probability]");
    COLUMNS.put("confidence", "confidence [probability]");
    COLUMNS.put("hits", "hits [verdicts]");
    COLUMNS.put("trials", "trials [verdicts]");
    COLUMNS.put("effectiveSize", "effective size [observations]");
    COLUMNS.put("users", "users [users]");
    COLUMNS.put("prefixes", "prefixes with several replies [prefixes]");
    COLUMNS.put("repliesPerPrefix", "replies to each [replies]");
    COLUMNS.put("designEffect", "design effect [ratio]");
    COLUMNS.put("ungraded", "ungraded [verdicts]");
    COLUMNS.put("notApplicable", "not applicable [verdicts]");
    COLUMNS.put("lowIfMissingClean", "low if missing are clean [probability]");
    COLUMNS.put("highIfMissingHit", "high if missing are hits [probability]");
    COLUMNS.put("missingTimesAsBad", "ungraded at most as bad [times]");
    COLUMNS.put("missingLargestShare", "largest share ungraded [probability]");
    COLUMNS.put("lowIfMissingAsBad", "low if missing are as bad [probability]");
    COLUMNS.put("highIfMissingAsBad", "high if missing are as bad [probability]");
    COLUMNS.put("tippingTimesAsBad", "threshold reached if ungraded as bad [times]");
    COLUMNS.put("singleLow", "low of this estimate alone [probability]");
    COLUMNS.put("singleHigh", "high of this estimate alone [probability]");
    COLUMNS.put("method", "method");
    COLUMNS.put("state", "state");
    COLUMNS.put("decidedAt", "decided at [prefixes]");
    COLUMNS.put("graderStatus", "grader status");
  }

  private CsvReport() {}

  /** Empty cells stand for what is not known. */
  static String of(JsonNode summary) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(",", COLUMNS.values()));
    for (JsonNode estimate : summary.path("estimates")) {
      lines.add(
          COLUMNS.keySet().stream()
              .map(field -> cell(estimate.path(field)))
              .collect(Collectors.joining(",")));
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private static String cell(JsonNode value) {
    String text = value.isNull() ? "" : value.asText();
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
