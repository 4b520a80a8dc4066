package dev.rehearsal.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.dependence.Strata;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.PurgeRow;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import dev.rehearsal.streams.journal.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a run's folder says of it.
 *
 * @param status where it stands; interrupted for one that was killed
 * @param row as journalled
 * @param summary in the fields of {@code summary.json}; of a run without a result, those that its
 *     last look has
 * @param looks how many were taken
 */
public record StoredRun(RunStatus status, RunRow row, ObjectNode summary, long looks) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a run, also one that is still going on.
   *
   * @throws RehearsalException when the folder has no run, or it cannot be read
   */
  public static StoredRun read(Path path) {
    RunFolder folder = RunFolder.open(path);
    try (JournalReader reader = JournalReader.open(folder)) {
      RunRow row = reader.run();
      boolean ended = row.status() != RunStatus.RUNNING && Files.exists(folder.summary());
      RunStatus status =
          row.status() == RunStatus.RUNNING && !folder.inUse()
              ? RunStatus.INTERRUPTED
              : row.status();
      ObjectNode summary =
          ended ? object(text(folder.summary()), folder) : unfinished(folder, row, status, reader);
      Certificates.ofRun(path).into(summary, reader.graders());
      long purged = reader.purges().stream().mapToLong(PurgeRow::prefixes).sum();
      if (purged > 0) {
        summary.putObject("purged").put("prefixes", purged).put("of", reader.lastAdmission());
      }
      return new StoredRun(status, row, summary, reader.lookCount());
    }
  }

  /** True when there is a result; else all there is comes from the last look. */
  public boolean ended() {
    return summary.has("funnel");
  }

  /** True when users were counted, so that prefixes are not independent of each other. */
  public boolean byUser() {
    return anyEstimate(estimate -> estimate.path("users").isNumber());
  }

  /** True when a lane gave several replies to each prefix, of which the mean was counted. */
  public boolean repeats() {
    return anyEstimate(estimate -> estimate.path("repliesPerPrefix").asInt(1) > 1);
  }

  /** True when strata were drawn, so that a rate is not its hits over its trials. */
  public boolean stratified() {
    return anyEstimate(
        estimate ->
            estimate.path("slice").asText().equals(Estimate.ALL)
                && estimate.path("method").asText().startsWith(Strata.MIXED));
  }

  private boolean anyEstimate(Predicate<JsonNode> is) {
    for (JsonNode estimate : summary.path("estimates")) {
      if (is.test(estimate)) {
        return true;
      }
    }
    return false;
  }

  /** How many admissions are counted. */
  public long watermark() {
    return summary.path("admitted").asLong();
  }

  /** How many admissions are counted in a category: none after the look that decided it. */
  public long counted(String category) {
    for (JsonNode each : summary.path("categories")) {
      if (each.path("category").asText().equals(category) && each.path("decidedAt").isNumber()) {
        return each.path("decidedAt").asLong();
      }
    }
    return watermark();
  }

  private static ObjectNode unfinished(
      RunFolder folder, RunRow row, RunStatus status, JournalReader reader) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode look =
        reader
            .lastLook()
            .map(last -> object(last.standingJson(), folder))
            .orElseGet(JsonNodeFactory.instance::objectNode);
    json.put("schema", 1);
    json.put("run", folder.toString());
    json.put("name", row.name());
    json.put("status", status.name().toLowerCase(Locale.ROOT));
    json.put("admitted", look.path("watermark").asLong());
    ArrayNode categories = json.putArray("categories");
    look.path("decidedAt")
        .properties()
        .forEach(
            c -> categories.addObject().put("category", c.getKey()).set("decidedAt", c.getValue()));
    json.set("estimates", look.withArray("estimates"));
    json.set("comparisons", look.withArray("comparisons"));
    json.set("alarms", look.withArray("alarms"));
    ObjectNode digest = json.putObject("digest");
    new TreeMap<>(row.digest()).forEach(digest::put);
    return json;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw RehearsalException.failed(file + ": cannot read the result: " + e.getMessage(), e);
    }
  }

  private static ObjectNode object(String text, RunFolder folder) {
    try {
      JsonNode tree = JSON.readTree(text);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw RehearsalException.failed(folder + ": its result is no JSON object; was it changed?");
    } catch (JsonProcessingException e) {
      throw RehearsalException.failed(
          folder + ": its result is no JSON (" + e.getOriginalMessage() + "); was it changed?", e);
    }
  }
}
