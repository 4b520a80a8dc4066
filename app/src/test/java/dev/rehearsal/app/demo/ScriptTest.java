package dev.rehearsal.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void writesAConversationABeatWithAnIdOfItsOwnInEachRound() throws JsonProcessingException {
    Script script = new Script(List.of(example("a"), example("b")), false);

    assertThat(List.of(script.next(NOON), script.next(NOON), script.next(NOON)))
        .allMatch(lines -> lines.size() == 1)
        .extracting(lines -> lines.get(0).id())
        .containsExactly("a-1", "b-1", "a-2");
    ObjectNode message = script.next(NOON).get(0).message();
    assertThat(message.path("id").asText()).isEqualTo("b-2");
    assertThat(message.path("time").asText()).isEqualTo(NOON.toString());
    assertThat(message.path("messages")).hasSize(2);
  }

  @Test
  void writesATurnABeatOfEachConversationThatWasBegun() throws JsonProcessingException {
    Script script = new Script(List.of(example("a"), example("b")), true);

    List<Script.Line> first = script.next(NOON);
    List<Script.Line> second = script.next(NOON);
    List<Script.Line> third = script.next(NOON);

    assertThat(first).extracting(Script.Line::id).containsExactly("a-1");
    assertThat(second).extracting(Script.Line::id).containsExactly("a-1", "b-1");
    assertThat(third).extracting(Script.Line::id).containsExactly("b-1", "a-2");
    assertThat(first.get(0).message())
        .hasToString(
            "{\"conversation_id\":\"a-1\",\"time\":\"2026-06-01T12:00:00Z\","
                + "\"message\":{\"role\":\"user\",\"content\":\"a?\"}}");
    assertThat(second.get(0).message())
        .hasToString(
            "{\"conversation_id\":\"a-1\",\"time\":\"2026-06-01T12:00:00Z\",\"model\":\"m\","
                + "\"message\":{\"role\":\"assistant\",\"content\":\"a.\"}}");
  }

  private static ObjectNode example(String id) throws JsonProcessingException {
    return new ObjectMapper()
        .readValue(
            """
            {"id": "%1$s", "model": "m", "messages": [{"role": "user", "content": "%1$s?"},
             {"role": "assistant", "content": "%1$s."}]}
            """
                .formatted(id),
            ObjectNode.class);
  }
}
