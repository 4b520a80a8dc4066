package dev.rehearsal.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Attributes;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A question to a record's attributes: {@code { field = meta.consent, equals = true }}.
 *
 * @param field dotted path, see {@link Attributes#at}
 */
public record Filter(String field, Test test) {

  /** True when the record answers the question with yes. A missing field equals nothing. */
  public boolean matches(JsonNode record) {
    return test.holds(Attributes.at(record, field));
  }

  /** What is asked of the field's value. */
  public sealed interface Test {
    boolean holds(JsonNode value);
  }

  /** The value is one of {@code values}; numbers are equal when they are the same number. */
  public record In(List<JsonNode> values) implements Test {
    public In {
      values = List.copyOf(values);
    }

    @Override
    public boolean holds(JsonNode value) {
      return values.stream().anyMatch(v -> same(v, value));
    }

    private static boolean same(JsonNode a, JsonNode b) {
      return a.isNumber() && b.isNumber()
          ? a.decimalValue().compareTo(b.decimalValue()) == 0
          : a.equals(b);
    }
  }

  /** The field is there and not null, or is not. */
  public record Exists(boolean exists) implements Test {
    @Override
    public boolean holds(JsonNode value) {
      boolean there =
          value.getNodeType() != JsonNodeType.MISSING && value.getNodeType() != JsonNodeType.NULL;
      return there == exists;
    }
  }

  /** The value is a text, a number or a flag in which the pattern is found. */
  public record Matches(Pattern pattern) implements Test {
    private static final int MOST_STEPS = 10_000_000;

    @Override
    public boolean holds(JsonNode value) {
      return value.isValueNode() && !value.isNull() && found(value.asText());
    }

    private boolean found(String text) {
      try {
        return new PatternBudget(MOST_STEPS).firstMatch(pattern, text).isPresent();
      } catch (PatternBudget.Exceeded slow) {
        throw RehearsalException.failed(
            "a filter's pattern took more than %d steps, or too deep a stack, on a value of %d characters; make it simpler"
                .formatted(MOST_STEPS, text.length()));
      }
    }
  }
}
