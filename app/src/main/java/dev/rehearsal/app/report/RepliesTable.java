package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.standing.Estimate;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Where lanes gave several replies to each prefix: how alike those are, and what they are worth.
 */
final class RepliesTable {
  private RepliesTable() {}

  static MarkdownTable of(JsonNode summary) {
    MarkdownTable table =
        new MarkdownTable(
            "category",
            "lane",
            "prefixes",
            "replies to each",
            "replies graded",
            "design effect",
            "replies to a prefix are worth");
    for (JsonNode estimate : summary.path("estimates")) {
      if (estimate.path("slice").asText().equals(Estimate.ALL)
          && estimate.path("repliesPerPrefix").isNumber()) {
        int replies = estimate.path("repliesPerPrefix").asInt();
        OptionalDouble effect =
            estimate.path("designEffect").isNumber()
                ? OptionalDouble.of(estimate.path("designEffect").asDouble())
                : OptionalDouble.empty();
        table.row(
            estimate.path("category").asText(),
            estimate.path("lane").asText(),
            Numbers.count(estimate.path("prefixes").asLong()),
            Numbers.count(replies),
            Numbers.count(estimate.path("trials").asLong()),
            effect.isPresent()
                ? String.format(Locale.ROOT, "%.2f", effect.getAsDouble())
                : "not known",
            effect.isPresent() && estimate.path("hits").asLong() >= Sentences.HITS_TO_TELL_WORTH
                ? "%.2f independent ones".formatted(Sentences.worth(replies, effect.getAsDouble()))
                : "not known");
      }
    }
    return table;
  }
}
