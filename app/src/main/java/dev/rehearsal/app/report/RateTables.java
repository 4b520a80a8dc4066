package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.standing.Estimate;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.OptionalDouble;

/** Rates and comparisons of a summary, each with all that it means nothing without. */
final class RateTables {
  private RateTables() {}

  /** How many estimates share the error: the headlines and the comparisons. */
  static long named(JsonNode summary) {
    long named = summary.path("comparisons").size();
    for (JsonNode estimate : summary.path("estimates")) {
      named += headline(estimate) ? 1 : 0;
    }
    return named;
  }

  /** The confidence of the headlines: one level, or as many as there are weights. */
  static DoubleSummaryStatistics levels(JsonNode summary) {
    DoubleSummaryStatistics levels = new DoubleSummaryStatistics();
    for (JsonNode estimate : summary.path("estimates")) {
      if (headline(estimate)) {
        levels.accept(estimate.path("confidence").asDouble());
      }
    }
    return levels;
  }

  static MarkdownTable headlines(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category",
            "lane",
            "rate",
            "interval",
            "interval of this one alone",
            "hits / trials",
            "ungraded",
            "whatever the ungraded are",
            "population",
            "level",
            "method",
            "grader",
            "state");
    for (JsonNode estimate : summary.path("estimates")) {
      if (headline(estimate)) {
        table.row(
            estimate.path("category").asText(),
            estimate.path("lane").asText(),
            Numbers.rate(number(estimate, "rate")),
            interval(estimate, "low", "high"),
            interval(estimate, "singleLow", "singleHigh"),
            hits(estimate),
            Numbers.count(estimate.path("ungraded").asLong()),
            interval(estimate, "lowIfMissingClean", "highIfMissingHit"),
            population(estimate),
            Numbers.confidence(estimate.path("confidence").asDouble()),
            estimate.path("method").asText(),
            estimate.path("graderStatus").asText(),
            state(estimate));
      }
    }
    return table;
  }

  static MarkdownTable slices(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category", "lane", "slice", "rate", "interval", "hits / trials", "level", "grader");
    for (JsonNode estimate : summary.path("estimates")) {
      if (!headline(estimate)) {
        table.row(
            estimate.path("category").asText(),
            estimate.path("lane").asText(),
            estimate.path("slice").asText(),
            Numbers.rate(number(estimate, "rate")),
            interval(estimate, "low", "high"),
            hits(estimate),
            Numbers.confidence(estimate.path("confidence").asDouble()) + " each",
            estimate.path("graderStatus").asText());
      }
    }
    return table;
  }

  static MarkdownTable comparisons(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category",
            "lanes",
            "ratio of rates",
            "interval",
            "pairs",
            "both",
            "only first",
            "only second",
            "neither",
            "odds of a discordant pair",
            "correlation",
            "without pairs",
            "level",
            "state");
    for (JsonNode comparison : summary.path("comparisons")) {
      JsonNode odds = comparison.path("discordantOdds");
      PairedCounts counts =
          new PairedCounts(
              comparison.path("both").asLong(),
              comparison.path("onlyA").asLong(),
              comparison.path("onlyB").asLong(),
              comparison.path("neither").asLong());
      table.row(
          comparison.path("category").asText(),
          comparison.path("b").asText() + " / " + comparison.path("a").asText(),
          Numbers.ratio(ratio(comparison)),
          Numbers.ratios(number(comparison, "low").orElse(0), high(comparison)),
          Numbers.count(counts.pairs()),
          Numbers.count(counts.both()),
          Numbers.count(counts.onlyB()),
          Numbers.count(counts.onlyA()),
          Numbers.count(counts.neither()),
          Numbers.ratios(number(odds, "low").orElse(0), high(odds)),
          Numbers.coefficient(counts.correlation()),
          Sentences.withoutPairs(counts.pairingGain()),
          Numbers.confidence(comparison.path("confidence").asDouble()),
          state(comparison));
    }
    return table;
  }

  /** What of all claims stands, with intervals for what was singled out; empty without any. */
  static MarkdownTable discoveries(JsonNode summary) {
    JsonNode discoveries = summary.path("discoveries");
    String level = Numbers.confidence(discoveries.path("confidenceOfIntervals").asDouble());
    MarkdownTable table =
        new MarkdownTable(
            "category",
            "claim",
            "interval at " + level + " (e-BY)",
            "log e-value",
            "discovery at a false rate of "
                + Numbers.rate(discoveries.path("falseDiscoveryRate").asDouble()),
            "holds together with all others");
    for (JsonNode claim : discoveries.path("claims")) {
      if (claim.path("discovery").asBoolean()) {
        boolean odds = claim.has("discordantOdds");
        JsonNode range = claim.path(odds ? "discordantOdds" : "rate");
        table.row(
            claim.path("category").asText(),
            claim.path("lane").asText()
                + " "
                + claim.path("claim").asText()
                + (odds
                    ? " from " + claim.path("against").asText()
                    : " " + Numbers.rate(claim.path("tolerance").asDouble())),
            odds
                ? "odds of a discordant pair "
                    + Numbers.ratios(number(range, "low").orElse(0), high(range))
                : interval(range),
            claim.path("logE").isNumber()
                ? String.format(Locale.ROOT, "%.1f", claim.path("logE").asDouble())
                : "the whole log says so",
            "yes",
            claim.path("holdsWithAllOthers").asBoolean() ? "yes" : "no");
      }
    }
    return table;
  }

  private static String interval(JsonNode range) {
    return Numbers.interval(range.path("low").asDouble(), range.path("high").asDouble());
  }

  /** An infinite ratio is null in JSON: there are hits, but none in the reference lane. */
  private static OptionalDouble ratio(JsonNode comparison) {
    OptionalDouble ratio = number(comparison, "ratio");
    return ratio.isEmpty() && comparison.path("onlyB").asLong() > 0
        ? OptionalDouble.of(Double.POSITIVE_INFINITY)
        : ratio;
  }

  private static double high(JsonNode range) {
    return number(range, "high").orElse(Double.POSITIVE_INFINITY);
  }

  private static boolean headline(JsonNode estimate) {
    return estimate.path("slice").asText().equals(Estimate.ALL);
  }

  private static String population(JsonNode estimate) {
    JsonNode size = estimate.path("populationSize");
    return (size.isNumber() ? Numbers.count(size.asLong()) + " " : "")
        + estimate.path("population").asText();
  }

  private static String hits(JsonNode estimate) {
    return Numbers.count(estimate.path("hits").asLong())
        + " / "
        + Numbers.count(estimate.path("trials").asLong());
  }

  private static String interval(JsonNode estimate, String low, String high) {
    return estimate.path("trials").asLong() + estimate.path("ungraded").asLong() == 0
        ? "not known"
        : Numbers.interval(estimate.path(low).asDouble(), estimate.path(high).asDouble());
  }

  private static String state(JsonNode row) {
    String state = row.path("state").asText();
    return row.path("decidedAt").isNumber()
        ? "**" + state + "** at " + Numbers.count(row.path("decidedAt").asLong())
        : state.toLowerCase(Locale.ROOT);
  }

  private static OptionalDouble number(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }
}
