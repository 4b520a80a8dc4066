package dev.rehearsal.app.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.calibrate.HumanLabel.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Human labels as they stand in files: JSON Lines with {@code id}, {@code lane}, {@code category},
 * {@code value}, and if known {@code author} and {@code ask}.
 *
 * @param labels in the order of the files
 * @param unfilled lines whose value is still null: nobody has looked yet
 * @param unusable lines that say nothing, each with file, line and reason
 */
record LabelFiles(List<HumanLabel> labels, long unfilled, List<String> unusable) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads every file.
   *
   * @throws RehearsalException when a file cannot be read, or no line of any has a label
   */
  static LabelFiles read(List<Path> files) {
    List<HumanLabel> labels = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    long unfilled = 0;
    for (Path file : files) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          String where = file + ":" + number;
          if (line.isBlank()) {
            continue;
          }
          try {
            Optional<HumanLabel> label = label(line, where);
            label.ifPresent(labels::add);
            unfilled += label.isEmpty() ? 1 : 0;
          } catch (UnusableLine e) {
            unusable.add(where + ": " + e.getMessage());
          }
        }
      } catch (IOException e) {
        throw RehearsalException.badUsage(
            file + ": cannot read the labels (" + e + "); they are UTF-8 text, one JSON a line");
      }
    }
    if (labels.isEmpty()) {
      throw RehearsalException.badUsage(
          "%s: no line has a label (%d not filled in, %d unusable%s); a line is {\"id\":…,\"lane\":…,\"category\":…,\"value\":\"hit\" or \"clean\" or \"unsure\"}"
              .formatted(
                  files,
                  unfilled,
                  unusable.size(),
                  unusable.isEmpty() ? "" : ", the first: " + unusable.get(0)));
    }
    return new LabelFiles(List.copyOf(labels), unfilled, List.copyOf(unusable));
  }

  private static Optional<HumanLabel> label(String line, String where) throws UnusableLine {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UnusableLine("not JSON: " + e.getOriginalMessage());
    }
    if (!json.isObject()) {
      throw new UnusableLine("not a JSON object");
    }
    JsonNode value = json.path("value");
    if (value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new HumanLabel(
            text(json, "id"),
            text(json, "lane"),
            text(json, "category"),
            value(value),
            json.path("author").asText(""),
            json.hasNonNull("ask") ? Optional.of(text(json, "ask")) : Optional.empty(),
            where));
  }

  private static Value value(JsonNode value) throws UnusableLine {
    for (Value each : Value.values()) {
      if (value.isTextual() && value.asText().equals(each.name().toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new UnusableLine("value must be \"hit\", \"clean\", \"unsure\" or null, was " + value);
  }

  private static String text(JsonNode json, String field) throws UnusableLine {
    JsonNode value = json.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new UnusableLine(
          field + " must be a text, was " + (value.isMissingNode() ? "missing" : value));
    }
    return value.asText();
  }

  private static final class UnusableLine extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableLine(String message) {
      super(message);
    }
  }
}
