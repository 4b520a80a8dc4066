package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.report.StoredRun;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run's result counted, by category.
 *
 * @param path of the run's folder
 * @param stored the run as a whole
 * @param categories by id, in the plan's order
 */
record CountedRun(Path path, StoredRun stored, Map<String, Counted> categories) {
  static final String PRODUCTION = "production";
  static final String BASELINE = "baseline";
  static final String CANDIDATE = "candidate";

  /**
   * One category.
   *
   * @param grader fingerprint of the grader that decided it
   * @param lanes counts by lane; only lanes that have a verdict
   * @param settled whether the run excludes that candidate and production have one rate
   * @param stopped whether it stopped counting before the run's end, because it was decided
   * @param graderStatus how the grader stands against human labels, in words
   */
  record Counted(
      String title,
      String population,
      String grader,
      Map<String, Counts> lanes,
      boolean settled,
      boolean stopped,
      String graderStatus) {
    Optional<Counts> lane(String name) {
      return Optional.ofNullable(lanes.get(name));
    }
  }

  /**
   * Reads a run.
   *
   * @throws RehearsalException when the folder has no run, it cannot be read, or it counts means
   */
  static CountedRun read(Path path) {
    StoredRun stored = StoredRun.read(path);
    if (stored.byUser()) {
      throw RehearsalException.badUsage(
          path
              + ": it counts users, and a forecast is of prefixes; take a run with sample.unit ="
              + " conversation");
    }
    if (stored.repeats()) {
      throw RehearsalException.badUsage(
          path
              + ": it has several replies to a prefix, and a forecast is of single ones; take a run"
              + " with samples = 1");
    }
    if (stored.stratified()) {
      throw RehearsalException.badUsage(
          path
              + ": its strata were drawn more or less densely, and a forecast is by hits in"
              + " prefixes that were drawn alike; take a run without sample.strata");
    }
    Map<String, List<String>> graders;
    try (JournalReader reader = JournalReader.open(RunFolder.open(path))) {
      graders = reader.graders();
    }
    Map<String, Counted> categories = new LinkedHashMap<>();
    for (JsonNode category : stored.summary().path("categories")) {
      String id = category.path("category").asText();
      List<String> fingerprints = graders.getOrDefault(id, List.of());
      categories.put(
          id,
          new Counted(
              category.path("title").asText(id),
              text(stored.summary(), id, "population"),
              // A copy of a run keeps the verdicts of the graders before: the last one counts.
              fingerprints.isEmpty() ? "" : fingerprints.get(fingerprints.size() - 1),
              lanes(stored.summary(), id),
              settled(stored.summary(), id),
              category.path("decidedAt").isNumber(),
              text(stored.summary(), id, "graderStatus")));
    }
    return new CountedRun(path, stored, categories);
  }

  /**
   * Reads a run whose counts stand for something.
   *
   * @param purpose what it is read for, such as {@code score}, for messages
   * @throws RehearsalException when it cannot be read, goes on, was killed or failed
   */
  static CountedRun readEnded(Path path, String purpose) {
    CountedRun run = read(path);
    if (!run.stored().ended()) {
      throw RehearsalException.badUsage(
          "%s has no result yet; %s it once it has ended or was interrupted"
              .formatted(path, purpose));
    }
    if (run.stored().status() == RunStatus.FAILED) {
      throw RehearsalException.badUsage(
          "%s failed: its counts stand for nothing; %s a run that came to an end"
              .formatted(path, purpose));
    }
    return run;
  }

  /** The lanes that have a verdict in some category, in the order of the result. */
  Set<String> lanes() {
    Set<String> lanes = new LinkedHashSet<>();
    categories.values().forEach(category -> lanes.addAll(category.lanes().keySet()));
    return lanes;
  }

  private static Map<String, Counts> lanes(JsonNode summary, String category) {
    Map<String, Counts> lanes = new LinkedHashMap<>();
    for (JsonNode estimate : summary.path("estimates")) {
      if (headline(estimate, category) && estimate.path("trials").asLong() > 0) {
        lanes.put(
            estimate.path("lane").asText(),
            new Counts(
                estimate.path("hits").asLong(),
                estimate.path("trials").asLong(),
                estimate.path("ungraded").asLong(),
                estimate.path("notApplicable").asLong()));
      }
    }
    return lanes;
  }

  private static String text(JsonNode summary, String category, String field) {
    for (JsonNode estimate : summary.path("estimates")) {
      if (headline(estimate, category)) {
        return estimate.path(field).asText();
      }
    }
    return "";
  }

  /** The odds of a discordant pair decide: their interval holds at every look. */
  private static boolean settled(JsonNode summary, String category) {
    for (JsonNode comparison : summary.path("comparisons")) {
      if (comparison.path("category").asText().equals(category)
          && comparison.path("a").asText().equals(PRODUCTION)
          && comparison.path("b").asText().equals(CANDIDATE)) {
        JsonNode odds = comparison.path("discordantOdds");
        return odds.path("low").asDouble(0) > 1
            || odds.path("high").asDouble(Double.POSITIVE_INFINITY) < 1;
      }
    }
    return false;
  }

  private static boolean headline(JsonNode estimate, String category) {
    return estimate.path("category").asText().equals(category)
        && estimate.path("slice").asText().equals(Estimate.ALL);
  }
}
