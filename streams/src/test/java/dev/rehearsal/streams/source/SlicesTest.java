package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlicesTest {
  private final Slices slices = new Slices(List.of("meta.user"), Optional.empty());

  @Test
  void hasAsManyValuesAsComeFirstAndCallsTheRestOther() {
    for (int i = 0; i < Slices.MOST_VALUES; i++) {
      assertThat(slices.of(user("u" + i))).isEqualTo(Map.of("meta.user", "u" + i));
    }
    assertThat(slices.of(user("one-more"))).isEqualTo(Map.of("meta.user", Slices.OTHER));
    assertThat(slices.of(user("u0"))).isEqualTo(Map.of("meta.user", "u0"));
  }

  @Test
  void saysTheSameWhenTheLogIsReadAgain() {
    slices.of(user("a"));
    slices.complete();

    assertThat(slices.of(user("a"))).isEqualTo(Map.of("meta.user", "a"));
    assertThat(slices.of(user("b"))).isEqualTo(Map.of("meta.user", Slices.OTHER));
  }

  @Test
  void isNoneWithoutTheField() {
    assertThat(slices.of(JsonNodeFactory.instance.objectNode()))
        .isEqualTo(Map.of("meta.user", Slices.NONE));
    assertThat(new Slices(List.of(), Optional.empty()).of(user("a"))).isEmpty();
  }

  private static ObjectNode user(String name) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    attributes.putObject("meta").put("user", name);
    return attributes;
  }
}
