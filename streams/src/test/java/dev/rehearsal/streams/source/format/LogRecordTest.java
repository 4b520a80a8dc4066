package dev.rehearsal.streams.source.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.streams.source.Logs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogRecordTest {
  private static final Fields FIELDS =
      new Fields(
          List.of("id", "conversation_hash"),
          List.of("time", "timestamp", "created"),
          List.of("model"),
          List.of("user", "hashed_ip"));

  @Test
  void passesOpenAiMessagesOnUntouched() throws Exception {
    for (String line : fixture("openai-chat.jsonl")) {
      LogRecord record = read(line);

      assertThat(RecordParser.JSON.writeValueAsString(record.messages()))
          .isEqualTo(RecordParser.JSON.readTree(line).path("messages").toString());
      assertThat(line).contains(RecordParser.JSON.writeValueAsString(record.messages()));
    }
  }

  @Test
  void readsTheFieldsBesideTheMessages() throws Exception {
    LogRecord record = read(fixture("openai-chat.jsonl").get(0));

    assertThat(record.declaredId()).contains("plain-1");
    assertThat(record.time()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(record.model()).contains("house-1");
    assertThat(record.user()).contains("ada");
    assertThat(record.attributes().at("/meta/language").asText()).isEqualTo("English");
    assertThat(record.attributes().has("messages")).isFalse();
  }

  @Test
  void readsWildChatAndKeepsItsNotesOutOfTheMessages() throws Exception {
    LogRecord record = read(fixture("wildchat.jsonl").get(0));

    assertThat(record.declaredId()).contains("0f3a");
    assertThat(record.time()).contains(Instant.parse("2023-05-01T08:30:00Z"));
    assertThat(record.user()).contains("9c1d");
    assertThat(record.messages()).hasSize(2);
    assertThat(record.messages().get(0).toString())
        .isEqualTo("{\"content\":\"Write a two-line poem about rivers.\",\"role\":\"user\"}");
    assertThat(record.attributes().at("/conversation/0/header/accept-language").asText())
        .isEqualTo("pt");
    assertThat(record.attributes().at("/turn").asInt()).isEqualTo(1);
    assertThat(read(fixture("wildchat.jsonl").get(1)).time())
        .contains(Instant.parse("2023-05-02T19:05:11Z"));
  }

  @Test
  void readsShareGptsSpeakers() throws Exception {
    LogRecord record = read(fixture("sharegpt.jsonl").get(0));

    assertThat(record.messages())
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"role\":\"user\",\"content\":\"Name a prime above ten.\"}",
            "{\"role\":\"assistant\",\"content\":\"Eleven.\"}");
    assertThat(record.attributes().at("/conversations/1/weight").asInt()).isEqualTo(1);
  }

  @Test
  void readsShareGptsFunctionCallsAndAnswersThemInOrder() throws Exception {
    LogRecord record = read(fixture("sharegpt.jsonl").get(1));

    List<JsonNode> messages = record.messages();
    assertThat(messages)
        .extracting(m -> m.path("role").asText())
        .containsExactly("system", "user", "assistant", "tool", "tool", "assistant");
    assertThat(messages.get(2).at("/tool_calls/1/function/arguments").asText())
        .isEqualTo("{\"item\":\"mug\"}");
    assertThat(messages.get(2).at("/tool_calls/1/id"))
        .isEqualTo(messages.get(4).get("tool_call_id"));
    assertThat(messages.get(4).path("content").asText()).isEqualTo("0");
    assertThat(record.attributes().at("/tools/0/type").asText()).isEqualTo("function");
    assertThat(record.attributes().at("/tools/0/function/name").asText()).isEqualTo("stock");
  }

  @Test
  void namesARecordWithoutAnIdByItsContent() throws Exception {
    String first = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"meta\":1}";
    String spaced = "{ \"meta\": 1, \"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}";
    String other = first.replace("hi", "ho");

    assertThat(read(first).id(1)).startsWith("content:").isEqualTo(read(spaced).id(1));
    assertThat(read(first).id(2)).isEqualTo(read(first).id(1) + "~2");
    assertThat(read(other).id(1)).isNotEqualTo(read(first).id(1));
  }

  @Test
  void saysWhyARecordCannotBeUsed() {
    assertUnusable("{", Reason.NOT_JSON);
    assertUnusable("{\"a\":1} {\"b\":2}", Reason.NOT_JSON);
    assertUnusable("{\"a\":NaN}", Reason.NOT_JSON);
    assertUnusable("[".repeat(5_000), Reason.NOT_JSON);
    assertUnusable("[1]", Reason.NOT_AN_OBJECT);
    assertUnusable("7", Reason.NOT_AN_OBJECT);
    assertUnusable("{\"id\":\"a\",\"id\":\"b\"}", Reason.DUPLICATE_KEY);
    assertUnusable("{\"id\":\"a\"}", Reason.UNKNOWN_FORMAT);
    assertUnusable("{\"messages\":[]}", Reason.NO_MESSAGES);
    assertUnusable("{\"id\":[1],\"messages\":[]}", Reason.WRONG_TYPE);
    assertUnusable("{\"messages\":[7]}", Reason.WRONG_TYPE);
    assertUnusable("{\"messages\":[{\"content\":\"x\"}]}", Reason.WRONG_TYPE);
    assertUnusable("{\"messages\":[{\"role\":\"user\",\"content\":7}]}", Reason.WRONG_TYPE);
    assertUnusable("{\"messages\":[{\"role\":\"user\",\"content\":[7]}]}", Reason.WRONG_TYPE);
    assertUnusable("{\"messages\":[{\"role\":\"user\",\"tool_calls\":{}}]}", Reason.WRONG_TYPE);
    assertUnusable("{\"conversation\":[\"x\"]}", Reason.WRONG_TYPE);
    assertUnusable("{\"conversations\":[{\"from\":\"cat\",\"value\":\"x\"}]}", Reason.WRONG_TYPE);
    assertUnusable("{\"conversations\":[{\"from\":\"tool\",\"value\":\"x\"}]}", Reason.WRONG_TYPE);
    assertUnusable(
        "{\"messages\":[{\"role\":\"user\",\"content\":\"cut \\ud83d\"}]}",
        Reason.UNPAIRED_SURROGATE);
  }

  @Test
  void readsAWholeSurrogatePairAndARealReplacementCharacter() throws Exception {
    assertThat(read(message("\\ud83d\\ude00 \uFFFD")).messages().get(0).path("content").asText())
        .isEqualTo("\uD83D\uDE00 \uFFFD");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin = message("caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);

    UnusableException why = catchThrowableOfType(UnusableException.class, () -> read(latin));

    assertThat(why.reason()).isEqualTo(Reason.NOT_UTF_8);
  }

  @Test
  void neverQuotesTheRecordInAReason() {
    for (String line : List.of("hunter2", "{\"a\":hunter2}", "{\"hunter2\":1,\"hunter2\":2}")) {
      UnusableException why = catchThrowableOfType(UnusableException.class, () -> read(line));

      assertThat(why).hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void readsTheTimesThatLogsWrite() throws Exception {
    Instant expected = Instant.parse("2026-03-04T05:06:07.500Z");
    for (String time :
        List.of(
            "1772600767.5",
            "1772600767500",
            "\"2026-03-04T05:06:07.500Z\"",
            "\"2026-03-04 05:06:07.5\"",
            "\"2026-03-04 07:06:07.5+02:00\"")) {
      assertThat(
              read(message("x").replace("{\"messages", "{\"time\":" + time + ",\"messages")).time())
          .as(time)
          .contains(expected);
    }
    for (String time : List.of("\"yesterday\"", "\"2026-03-04T05:06:99.500Z\"", "null", "1e300")) {
      assertThat(
              read(message("x").replace("{\"messages", "{\"time\":" + time + ",\"messages")).time())
          .as(time)
          .isEmpty();
    }
  }

  private static void assertUnusable(String line, Reason reason) {
    UnusableException why = catchThrowableOfType(UnusableException.class, () -> read(line));
    assertThat(why).as(line).isNotNull();
    assertThat(why.reason()).as(line).isEqualTo(reason);
  }

  private static String message(String text) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
  }

  private static LogRecord read(String line) throws UnusableException {
    return read(line.getBytes(StandardCharsets.UTF_8));
  }

  private static LogRecord read(byte[] bytes) throws UnusableException {
    return LogRecord.read(bytes, bytes.length, Optional.empty(), FIELDS);
  }

  private static List<String> fixture(String name) throws IOException {
    return new ArrayList<>(Files.readAllLines(Logs.fixture(name)));
  }
}
