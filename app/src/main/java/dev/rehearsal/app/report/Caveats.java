package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.GraderStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a reader must know before using a run's rates. */
final class Caveats {
  private Caveats() {}

  /** In order of weight; never empty. */
  static List<String> of(JsonNode summary) {
    List<String> caveats = new ArrayList<>();
    if (summary.path("note").isTextual()) {
      caveats.add(summary.path("note").asText());
    }
    if (summary.path("estimand").asText().equals("log")) {
      caveats.add("These are " + Sentences.estimand(true) + ".");
    }
    if (summary.has("strata")) {
      caveats.add(
          "Strata were drawn more or less densely: "
              + Sentences.MIXED_STRATA
              + ", and so are the pairs of lanes that are counted. Ratios, odds and states are"
              + " those of the mix.");
    }
    JsonNode sampling = summary.path("sampling");
    if (sampling.path("changes").asLong() > 0) {
      String changed =
          Sentences.fractions(
              sampling.path("changes").asLong(),
              sampling.path("least").asDouble(),
              sampling.path("greatest").asDouble());
      caveats.add(
          "T" + changed.substring(1) + ". Days and windows are each of about one fraction.");
    }
    graders(summary, caveats);
    repeats(summary, caveats);
    Set<String> lanes = new LinkedHashSet<>();
    long ungraded = 0;
    for (JsonNode estimate : summary.path("estimates")) {
      lanes.add(estimate.path("lane").asText());
      if (estimate.path("slice").asText().equals(Estimate.ALL)) {
        ungraded += estimate.path("ungraded").asLong();
      }
    }
    if (lanes.contains("production")
        && lanes.contains("candidate")
        && !lanes.contains("baseline")) {
      caveats.add("Compared " + Sentences.HARNESS_INCLUDED + ".");
    }
    if (ungraded > 0) {
      caveats.add(
          Numbers.count(ungraded)
              + " verdicts are missing: the column \"whatever the ungraded are\" holds in any case."
              + " Thresholds and tolerances are decided as if the ungraded were as bad as the table"
              + " of missing verdicts says.");
    }
    summary.path("replies").path("lanes").properties().forEach(lane -> lane(lane, caveats));
    JsonNode purged = summary.path("purged");
    if (purged.isObject()) {
      caveats.add(
          "The text of %s of %s prefixes was purged; what was counted of them stays, and nobody can grade them anew."
              .formatted(
                  Numbers.count(purged.path("prefixes").asLong()),
                  Numbers.count(purged.path("of").asLong())));
    }
    if (summary.path("floor").isNumber()) {
      caveats.add(
          "A rate below "
              + Numbers.rate(summary.path("floor").asDouble())
              + " could have stayed unseen: the chance of a single hit was less than 95 %.");
    }
    return caveats;
  }

  /** Rates and comparisons of such a lane do not rest on the same replies. */
  private static void repeats(JsonNode summary, List<String> caveats) {
    Map<String, Long> lanes = new TreeMap<>();
    for (JsonNode estimate : summary.path("estimates")) {
      if (estimate.path("repliesPerPrefix").isNumber()) {
        lanes.put(estimate.path("lane").asText(), estimate.path("repliesPerPrefix").asLong());
      }
    }
    lanes.forEach((lane, replies) -> caveats.add(Sentences.repeats(lane, replies) + "."));
  }

  /** A rate is as good as its grader: says of which graders that is not known, or known as bad. */
  private static void graders(JsonNode summary, List<String> caveats) {
    Map<String, Set<String>> categories = new TreeMap<>();
    for (JsonNode estimate : summary.path("estimates")) {
      categories
          .computeIfAbsent(estimate.path("graderStatus").asText(), s -> new LinkedHashSet<>())
          .add(estimate.path("category").asText());
    }
    Set<String> unchecked = categories.remove(GraderStatus.NOT_CHECKED.words());
    if (categories.isEmpty()) {
      caveats.add(
          "No grader was held against human labels (NOT CHECKED): a rate is what the grader calls a"
              + " hit.");
      return;
    }
    if (unchecked != null) {
      caveats.add(
          "NOT CHECKED against human labels: %s. There a rate is what the grader calls a hit."
              .formatted(String.join(", ", unchecked)));
    }
    categories.forEach(
        (status, of) ->
            caveats.add(
                "Graders held against human labels, %s: %s. Rates, gates and comparisons are still those of their flags; calibrate has the corrected rates."
                    .formatted(status, String.join(", ", of))));
  }

  private static void lane(Map.Entry<String, JsonNode> lane, List<String> caveats) {
    JsonNode counts = lane.getValue();
    long differs = counts.path("prefixDiffers").asLong();
    if (differs > 0) {
      caveats.add(
          "%s: %s (prefix-differs)."
              .formatted(
                  lane.getKey(),
                  Numbers.count(
                      differs,
                      "reply belongs to a prefix of other text than the one it is paired with",
                      "replies belong to a prefix of other text than the one they are paired"
                          + " with")));
    }
    long truncated = counts.path("truncated").asLong();
    if (truncated > 0) {
      caveats.add(
          "%s: %s said is not graded."
              .formatted(
                  lane.getKey(),
                  Numbers.count(
                      truncated,
                      "reply was cut by length; what it would have",
                      "replies were cut by length; what they would have")));
    }
    if (counts.path("served").size() > 1) {
      List<String> served = new ArrayList<>();
      counts.path("served").fieldNames().forEachRemaining(served::add);
      caveats.add(
          "%s: the served model changed within the run: %s."
              .formatted(lane.getKey(), String.join(", ", served)));
    }
  }
}
