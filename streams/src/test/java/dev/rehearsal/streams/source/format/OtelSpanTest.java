package dev.rehearsal.streams.source.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rehearsal.conversation.Attributes;
import dev.rehearsal.streams.source.Logs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtelSpanTest {
  private static final Fields FIELDS =
      new Fields(List.of("id"), List.of("time"), List.of("model"), List.of("user"));

  @Test
  void readsASpanAsOtlpWritesIt() throws IOException, UnusableException {
    LogRecord record = record(lines().get(0));

    assertThat(record.format()).isEqualTo(RecordFormat.OTEL_GENAI);
    assertThat(record.declaredId()).contains("eee19b7ec3c1b174");
    assertThat(record.time()).contains(Instant.ofEpochSecond(1_764_300_000));
    assertThat(record.model()).contains("shop-1");
    assertThat(record.user()).as("the conversation stands for its user").contains("chat-7");
    assertThat(record.messages().toString())
        .isEqualTo(
            json(
                """
                [{"role":"system","content":"You sell bread."},
                 {"role":"user","content":"Is there rye left?"},
                 {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
                   "function":{"name":"stock","arguments":"{\\"bread\\":\\"rye\\"}"}}]},
                 {"role":"tool","tool_call_id":"call_1","content":"{\\"loaves\\":3}"},
                 {"role":"assistant","content":"Yes, three loaves.",
                  "reasoning_content":"Three are left."}]\
                """));
    assertThat(Attributes.at(record.attributes(), "gen_ai.usage.input_tokens").asInt())
        .isEqualTo(31);
    assertThat(record.attributes().toString()).doesNotContain("loaves");
  }

  @Test
  void readsAnEventWithStructuredAttributes() throws IOException, UnusableException {
    LogRecord record = record(lines().get(1));

    assertThat(record.declaredId()).contains("eee19b7ec3c1b175");
    assertThat(record.user()).contains("u-9");
    assertThat(record.messages().toString())
        .isEqualTo(
            json(
                """
                [{"role":"user","content":"Hello"},{"role":"assistant","content":"Good morning."}]\
                """));
  }

  @Test
  void wrapsDefinitionsOfTools() throws UnusableException {
    LogRecord record =
        record(
            span(
                "[{\"role\":\"user\",\"parts\":[]}]",
                ",\"gen_ai.tool.definitions\":[{\"type\":\"function\",\"name\":\"stock\",\"parameters\":{}}]"));

    assertThat(record.attributes().path("tools").toString())
        .isEqualTo("[{\"type\":\"function\",\"function\":{\"name\":\"stock\",\"parameters\":{}}}]");
  }

  @Test
  void saysWhereAMessageIsNoneOfTheConventions() {
    assertUnusable("[{\"role\":\"user\"}]", "gen_ai.input.messages[0].parts is not a list");
    assertUnusable("[{\"parts\":[]}]", "gen_ai.input.messages[0].role is not a text");
    assertUnusable(
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"blob\"}]}]",
        "gen_ai.input.messages[0].parts[0].type is none that can be passed on");
    assertUnusable("\"[\"", "gen_ai.input.messages is not JSON");
    assertUnusable("{}", "gen_ai.input.messages is not a list");
  }

  private static void assertUnusable(String input, String detail) {
    assertThatThrownBy(() -> record(span(input, "")))
        .isInstanceOf(UnusableException.class)
        .hasMessage("wrong type: " + detail);
  }

  private static String span(String input, String more) {
    return "{\"spanId\":\"a\",\"attributes\":{\"gen_ai.input.messages\":" + input + more + "}}";
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(Logs.fixture("otel-genai.jsonl"));
  }

  private static LogRecord record(String line) throws UnusableException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return LogRecord.read(bytes, bytes.length, Optional.empty(), FIELDS);
  }

  private static String json(String text) {
    try {
      return RecordParser.JSON.readTree(text).toString().replace("},{\"role", "}, {\"role");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
