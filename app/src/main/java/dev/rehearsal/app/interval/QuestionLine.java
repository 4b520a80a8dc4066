package dev.rehearsal.app.interval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Spelling;
import dev.rehearsal.estimate.Limits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One question as a JSON object. Fields that the calculator does not know go back as they came, so
 * that a caller may add names of its own; one that looks like a slip of the pen is an error.
 */
final class QuestionLine {
  private static final double USUAL_CONFIDENCE = 0.95;
  private static final Set<String> KNOWN =
      Stream.concat(
              Stream.of("method", "hits", "confidence"),
              Arrays.stream(Part.values()).map(Part::field))
          .collect(Collectors.toUnmodifiableSet());
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private QuestionLine() {}

  /**
   * The fields of {@code line}, then {@code low} and {@code high}.
   *
   * @throws RehearsalException that says what is wrong with the line
   */
  static ObjectNode answer(String line) {
    ObjectNode fields = fields(line);
    Limits limits = question(fields).answer();
    return fields.put("low", limits.low()).put("high", limits.high());
  }

  private static ObjectNode fields(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node instanceof ObjectNode fields) {
        return fields;
      }
    } catch (JsonProcessingException unreadable) {
      throw wrong("not JSON: " + unreadable.getOriginalMessage());
    }
    throw wrong("not a JSON object");
  }

  private static Question question(ObjectNode fields) {
    fields.fieldNames().forEachRemaining(QuestionLine::checkName);
    String text = fields.path("method").asText("lu7");
    Method method =
        Method.of(text)
            .orElseThrow(
                () -> wrong("method must be one of " + Method.texts() + ", was \"" + text + '"'));
    Map<Part, Double> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      number(fields, part.field()).ifPresent(value -> parts.put(part, value));
    }
    return new Question(
        method,
        new Data(
            number(fields, "hits").orElseThrow(() -> wrong("hits is missing")),
            number(fields, "confidence").orElse(USUAL_CONFIDENCE),
            parts));
  }

  private static void checkName(String name) {
    Optional<String> meant =
        KNOWN.contains(name) || name.length() < 4
            ? Optional.empty()
            : Spelling.nearest(name, KNOWN);
    meant.ifPresent(
        known -> {
          throw wrong("unknown field " + name + "; did you mean " + known + "?");
        });
  }

  private static OptionalDouble number(ObjectNode fields, String name) {
    JsonNode value = fields.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      throw wrong(name + " must be a number, was " + value);
    }
    return OptionalDouble.of(value.doubleValue());
  }

  private static RehearsalException wrong(String message) {
    return RehearsalException.badUsage(message);
  }
}
