package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.RehearsalException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
  private static final String RECORD =
      "{\"meta\": {\"consent\": true, \"language\": \"English\", \"turns\": 3, \"score\": 1.0,"
          + " \"none\": null, \"tags\": [\"a\"]}, \"flat.name\": \"x\"}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          field = meta.consent, equals = true            | true
          field = meta.consent, equals = false           | false
          field = meta.consent, equals = "true"          | false
          field = meta.turns, equals = 3                 | true
          field = meta.score, equals = 1                 | true
          field = meta.missing, equals = 3               | false
          field = meta.none, equals = 3                  | false
          field = meta.language, in = [German, English]  | true
          field = meta.language, in = [German]           | false
          field = meta.language, in = []                 | false
          field = meta.tags, equals = [a]                | true
          field = meta.language, exists = true           | true
          field = meta.missing, exists = true            | false
          field = meta.none, exists = true               | false
          field = meta.none, exists = false              | true
          field = flat.name, equals = x                  | true
          field = meta.language, matches = "^Eng"        | true
          field = meta.language, matches = "^eng"        | false
          field = meta.language, matches = "(?i)^eng"    | true
          field = meta.turns, matches = "[0-9]"          | true
          field = meta.tags, matches = a                 | false
          field = meta.none, matches = "null"            | false
          """)
  void answers(String filter, boolean answer) {
    Plan plan = Plans.read(folder, Plans.SMALLEST + "sample.keep = [ { " + filter + " } ]\n");

    assertThat(plan.sample().keep().get(0).matches(record())).isEqualTo(answer);
  }

  @Test
  void givesUpOnAPatternThatBacktracksWithoutEnd() {
    Filter filter =
        Plans.read(
                folder,
                Plans.SMALLEST + "sample.keep = [ { field = a, matches = \"^(a+)+\\\\1$\" } ]\n")
            .sample()
            .keep()
            .get(0);

    assertThatThrownBy(() -> filter.matches(json("{\"a\": \"" + "a".repeat(60) + "b\"}")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("a value of 61 characters; make it simpler");
  }

  @Test
  void givesUpOnAPatternThatNeedsTooDeepAStack() {
    Filter filter =
        Plans.read(
                folder,
                Plans.SMALLEST + "sample.keep = [ { field = a, matches = \"^(a|b)*$\" } ]\n")
            .sample()
            .keep()
            .get(0);

    assertThatThrownBy(() -> filter.matches(json("{\"a\": \"" + "a".repeat(1_000_000) + "\"}")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("too deep a stack");
  }

  private static JsonNode record() {
    return json(RECORD);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
