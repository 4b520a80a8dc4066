package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.dependence.Neyman;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.forecast.Smoothed;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Stratification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
            "worth so many equally weighted",
            "fractions that would tell most (Neyman)");
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
                : "not known",
            trials == 0 ? "not known" : best(summary, estimate));
      }
    }
    return table;
  }

  /**
   * The fractions with which as many prefixes would give this rate the smallest variance, if each
   * stratum's rate is (hits + ½) / (trials + 1); one is drawn whole where it would need more than
   * it has. For a next run: this one's were fixed before it.
   */
  private static String best(JsonNode summary, JsonNode headline) {
    List<JsonNode> strata = new ArrayList<>();
    summary.path("strata").path("strata").forEach(strata::add);
    Map<String, Counts> counts = counts(summary, headline);
    double[] numbers =
        Neyman.numbers(
            strata.stream().mapToDouble(stratum -> stratum.path("share").asDouble()).toArray(),
            strata.stream()
                .map(stratum -> counts.getOrDefault(name(stratum), Counts.NONE))
                .mapToDouble(Smoothed::rate)
                .toArray(),
            strata.stream().mapToDouble(stratum -> 1).toArray(),
            strata.stream().mapToLong(stratum -> stratum.path("drawn").asLong()).sum());
    List<String> fractions = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      long records = strata.get(i).path("records").asLong();
      if (records > 0) {
        double fraction = Math.min(1, numbers[i] / records);
        fractions.add(name(strata.get(i)) + " " + Numbers.rate(fraction));
      }
    }
    return String.join(", ", fractions);
  }

  /** What was counted of each stratum, from the slices that it is made of. */
  private static Map<String, Counts> counts(JsonNode summary, JsonNode headline) {
    String field = summary.path("strata").path("field").asText() + "=";
    Set<String> names = new HashSet<>();
    summary.path("strata").path("strata").forEach(stratum -> names.add(name(stratum)));
    Map<String, Counts> counts = new HashMap<>();
    for (JsonNode estimate : summary.path("estimates")) {
      String slice = estimate.path("slice").asText();
      if (slice.startsWith(field)
          && estimate.path("category").equals(headline.path("category"))
          && estimate.path("lane").equals(headline.path("lane"))) {
        String value = slice.substring(field.length());
        counts.merge(
            names.contains(value) ? value : Stratification.OTHERWISE,
            Counts.of(estimate.path("hits").asLong(), estimate.path("trials").asLong()),
            Counts::plus);
      }
    }
    return counts;
  }

  private static String name(JsonNode stratum) {
    return stratum.path("stratum").asText();
  }
}
