package dev.rehearsal.graders.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.graders.Items;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  private static final JsonNode TREE =
      Items.json("{\"a\":[{\"b\":1},{\"b\":[2,3]}],\"c\":{\"d e\":4}}");

  @ParameterizedTest(name = "{0} finds {1}")
  @CsvSource({
    "a[0].b, [1]",
    "'a[-1].b[1]', [3]",
    "'a[*].b', '[1, [2,3]]'",
    "'a[*].b[*]', '[2, 3]'",
    "c.d e, [4]",
    "a[2].b, []",
    "a[-3], []",
    "c[0], []",
    "x, []"
  })
  void findsEveryNodeThatItLeadsTo(String path, String found) {
    assertThat(JsonPath.parse(path).orElseThrow().find(TREE).toString()).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", "a[", "a[x]", "a]b", "[0]", "a[0]b", "a."})
  void refusesWhatIsNoPathOfItsSubset(String path) {
    assertThat(JsonPath.parse(path)).isEmpty();
  }

  @Test
  void takesANullValueForAValue() {
    assertThat(JsonPath.parse("a").orElseThrow().find(Items.json("{\"a\":null}"))).hasSize(1);
  }
}
