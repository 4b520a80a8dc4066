package dev.rehearsal.graders.rubric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.conversation.Messages.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A message as a judge may see it: its text apart from its reasoning, however its provider writes
 * that, and a note of what is no text.
 */
final class Shown {
  private static final List<String> REASONING_FIELDS =
      List.of("reasoning_content", "reasoning", "thinking");
  private static final Set<String> REASONING_PARTS =
      Set.of("reasoning", "thinking", "redacted_thinking");
  private static final String THINK = "<think>";
  private static final String THINK_END = "</think>";

  private final List<String> texts = new ArrayList<>();
  private final List<String> reasoning = new ArrayList<>();
  private final List<String> notShown = new ArrayList<>();

  private Shown(JsonNode message) {
    for (String field : REASONING_FIELDS) {
      add(reasoning, message.path(field));
    }
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      split(content.textValue());
    }
    for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
      addPart(part);
    }
    add(texts, message.path("refusal"));
  }

  /** A text without the block of thinking that it may begin with. */
  static String withoutThinking(String text) {
    Shown shown = new Shown(JsonNodeFactory.instance.objectNode());
    shown.split(text);
    return String.join("\n", shown.texts);
  }

  /** The message as an object of a transcript. */
  static ObjectNode of(JsonNode message, String part, boolean showReasoning) {
    Shown shown = new Shown(message);
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("part", part).put("role", Messages.role(message));
    if (showReasoning && !shown.reasoning.isEmpty()) {
      entry.put("reasoning", String.join("\n", shown.reasoning));
    }
    entry.put("text", String.join("\n", shown.texts));
    List<ToolCall> calls = Messages.toolCalls(List.of(message));
    if (!calls.isEmpty()) {
      ArrayNode list = entry.putArray("tool_calls");
      calls.forEach(
          call -> list.addObject().put("name", call.name()).put("arguments", call.arguments()));
    }
    if (!shown.notShown.isEmpty()) {
      ArrayNode list = entry.putArray("not_shown");
      shown.notShown.forEach(list::add);
    }
    return entry;
  }

  private void addPart(JsonNode part) {
    String type = part.path("type").asText("text");
    if (REASONING_PARTS.contains(type)) {
      add(reasoning, part.path("thinking"));
      add(reasoning, part.path("text"));
    } else if (part.isTextual()) {
      texts.add(part.textValue());
    } else if (part.path("text").isTextual() || part.path("refusal").isTextual()) {
      add(texts, part.path("text"));
      add(texts, part.path("refusal"));
    } else {
      notShown.add(type);
    }
  }

  private void split(String text) {
    String stripped = text.stripLeading();
    int end = stripped.indexOf(THINK_END);
    if (stripped.startsWith(THINK) && end >= 0) {
      reasoning.add(stripped.substring(THINK.length(), end).strip());
      texts.add(stripped.substring(end + THINK_END.length()).strip());
    } else if (!text.isEmpty()) {
      texts.add(text);
    }
  }

  private static void add(List<String> to, JsonNode text) {
    if (text.isTextual() && !text.textValue().isEmpty()) {
      to.add(text.textValue());
    }
  }
}
