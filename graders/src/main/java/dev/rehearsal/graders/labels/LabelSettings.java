package dev.rehearsal.graders.labels;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import dev.rehearsal.graders.labels.LabelIndex.Label;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a {@code labels} block says.
 *
 * @param path JSON Lines, plain, gzip or Zstandard
 * @param field dotted path of the label in a line
 * @param idField dotted path of the conversation id
 * @param modelField dotted path of the model that the labelled reply is by
 * @param hitWhen the value that means a hit; unused when there is a threshold
 * @param hitAtLeast the smallest number that means a hit
 * @param population whom the labels are about, in words
 */
record LabelSettings(
    Path path,
    String field,
    String idField,
    String modelField,
    JsonNode hitWhen,
    OptionalDouble hitAtLeast,
    String population) {

  static LabelSettings read(Block block) {
    OptionalDouble hitAtLeast =
        block.has("hit-at-least")
            ? OptionalDouble.of(block.number("hit-at-least", -Double.MAX_VALUE, Double.MAX_VALUE))
            : OptionalDouble.empty();
    JsonNode hitWhen = block.json("hit-when");
    if (!hitWhen.isValueNode() && hitAtLeast.isEmpty()) {
      block.problem("hit-when", "must be true, false, a text or a number");
    }
    LabelSettings settings =
        new LabelSettings(
            block.file("path"),
            block.string("field"),
            block.string("id-field"),
            block.string("model-field"),
            hitWhen,
            hitAtLeast,
            block.string("population"));
    block.done();
    return settings;
  }

  /** What the value of a label says; a value of another type than the settings expect is bad. */
  Label label(JsonNode value, Function<String, RehearsalException> bad) {
    if (value.isMissingNode()) {
      return Label.MISSING;
    }
    if (value.isNull()) {
      return Label.NOT_APPLICABLE;
    }
    if (hitAtLeast.isPresent()) {
      if (!value.isNumber()) {
        throw bad.apply("must be a number for hit-at-least, was " + value);
      }
      return value.doubleValue() >= hitAtLeast.getAsDouble() ? Label.HIT : Label.CLEAN;
    }
    if (hitWhen.isNumber() ? !value.isNumber() : value.getNodeType() != hitWhen.getNodeType()) {
      throw bad.apply(
          "must be %s like hit-when, was %s"
              .formatted(hitWhen.getNodeType().name().toLowerCase(Locale.ROOT), value));
    }
    boolean hit =
        hitWhen.isNumber()
            ? value.decimalValue().compareTo(hitWhen.decimalValue()) == 0
            : value.equals(hitWhen);
    return hit ? Label.HIT : Label.CLEAN;
  }

  /** What can change a verdict, but for the labels themselves. */
  String canonical() {
    return String.join("\0", field, idField, modelField, hitWhen.toString(), hitAtLeast.toString());
  }
}
