package dev.rehearsal.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the reference vectors; their README says what they are. */
public final class Vectors {
  private Vectors() {}

  /** Every case of a topic, in the order of its file. */
  public static Stream<Case> cases(String topic) {
    try (InputStream file =
        Objects.requireNonNull(
            Vectors.class.getResourceAsStream("/vectors/" + topic + ".json"), topic)) {
      JsonNode cases = new ObjectMapper().readTree(file).path("cases");
      return StreamSupport.stream(cases.spliterator(), false).map(Case::new);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** One case: shown by its id. */
  public record Case(JsonNode json) {
    /** What goes in. */
    public JsonNode inputs() {
      return json.path("inputs");
    }

    /** What must come out. */
    public JsonNode expected() {
      return json.path("expected");
    }

    /** A number that must be among the inputs. */
    public double number(String input) {
      assertThat(inputs().path(input).isNumber()).as(input).isTrue();
      return inputs().path(input).doubleValue();
    }

    /** A whole number that must be among the inputs. */
    public long whole(String input) {
      assertThat(inputs().path(input).isIntegralNumber()).as(input).isTrue();
      return inputs().path(input).longValue();
    }

    /** Compares a named result with what is expected of it. */
    public void check(String name, double actual) {
      check(name, actual, expected().path(name));
    }

    /** Compares a result with an expected value found deeper in the case. */
    public void check(String name, double actual, JsonNode value) {
      if (value.isTextual()) {
        assertThat(actual).as(name).isEqualTo(Double.parseDouble(value.textValue()));
        return;
      }
      assertThat(value.isNumber()).as(name).isTrue();
      JsonNode tolerance = json.path("tolerance");
      double expected = value.doubleValue();
      double allowed =
          Math.max(
              tolerance.path("abs").doubleValue(),
              tolerance.path("rel").doubleValue() * Math.abs(expected));
      if (name.startsWith("log") && tolerance.has("logAbs")) {
        allowed = tolerance.path("logAbs").doubleValue();
      }
      assertThat(Math.abs(actual - expected))
          .as("%s: expected %s, was %s", name, expected, actual)
          .isLessThanOrEqualTo(allowed);
    }

    @Override
    public String toString() {
      return json.path("id").textValue();
    }
  }
}
