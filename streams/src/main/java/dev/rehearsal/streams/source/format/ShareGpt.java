package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ShareGPT's way to write a conversation: {@code from} and {@code value}; function calls are JSON
 * text of their own, and the observations after them answer them in order. A record may also hold
 * {@code system}, a text before all messages, and {@code tools}, definitions as JSON text. Fields
 * beside {@code from} and {@code value} stay in the attributes.
 */
final class ShareGpt {
  private static final Map<String, String> ROLES =
      Map.ofEntries(
          Map.entry("human", "user"),
          Map.entry("user", "user"),
          Map.entry("gpt", "assistant"),
          Map.entry("chatgpt", "assistant"),
          Map.entry("assistant", "assistant"),
          Map.entry("model", "assistant"),
          Map.entry("system", "system"),
          Map.entry("function_call", "assistant"),
          Map.entry("tool", "tool"),
          Map.entry("observation", "tool"),
          Map.entry("function_response", "tool"));

  private final Deque<String> unanswered = new ArrayDeque<>();
  private int calls;

  private ShareGpt() {}

  static List<JsonNode> translate(ObjectNode record, ArrayNode entries) throws UnusableException {
    ShareGpt translation = new ShareGpt();
    List<JsonNode> messages = new ArrayList<>(entries.size() + 1);
    ArrayNode notes = JsonNodeFactory.instance.arrayNode();
    JsonNode system = record.path("system");
    if (system.isTextual() && !system.textValue().isBlank()) {
      messages.add(message("system").put("content", system.textValue()));
      record.remove("system");
    }
    for (int i = 0; i < entries.size(); i++) {
      messages.add(translation.message(entries.get(i), "conversations[" + i + "]"));
      if (entries.get(i) instanceof ObjectNode entry) {
        RecordFormat.split(entry, Set.of("from", "value"), notes);
      }
    }
    record.set("conversations", notes);
    tools(record);
    return messages;
  }

  private ObjectNode message(JsonNode entry, String name) throws UnusableException {
    String from = entry.path("from").asText("");
    String role = ROLES.get(from);
    if (role == null) {
      throw new UnusableException(Reason.WRONG_TYPE, name + ".from is not a known speaker");
    }
    JsonNode value = entry.path("value");
    if (!value.isTextual()) {
      throw new UnusableException(Reason.WRONG_TYPE, name + ".value is not a text");
    }
    ObjectNode message = message(role);
    if (from.equals("function_call")) {
      return calls(message, value.textValue(), name);
    }
    if (role.equals("tool")) {
      if (unanswered.isEmpty()) {
        throw new UnusableException(Reason.WRONG_TYPE, name + " answers no function call");
      }
      message.put("tool_call_id", unanswered.remove());
    }
    return message.put("content", value.textValue());
  }

  private ObjectNode calls(ObjectNode message, String value, String name) throws UnusableException {
    JsonNode written = json(value, name + ".value");
    message.putNull("content");
    ArrayNode toolCalls = message.putArray("tool_calls");
    for (JsonNode call : written.isArray() ? written : List.of(written)) {
      JsonNode function = call.path("name");
      if (!function.isTextual()) {
        throw new UnusableException(Reason.WRONG_TYPE, name + ".value names no function");
      }
      JsonNode arguments = call.path("arguments");
      String id = "call_%03d".formatted(++calls);
      unanswered.add(id);
      toolCalls
          .addObject()
          .put("id", id)
          .put("type", "function")
          .putObject("function")
          .put("name", function.textValue())
          .put(
              "arguments",
              arguments.isTextual()
                  ? arguments.textValue()
                  : arguments.isMissingNode() ? "{}" : arguments.toString());
    }
    return message;
  }

  /** Definitions as JSON text become a list, each one wrapped as OpenAI writes it. */
  private static void tools(ObjectNode record) throws UnusableException {
    JsonNode text = record.path("tools");
    if (!text.isTextual()) {
      return;
    }
    if (text.textValue().isBlank()) {
      record.remove("tools");
      return;
    }
    ArrayNode tools = JsonNodeFactory.instance.arrayNode();
    for (JsonNode tool : json(text.textValue(), "tools")) {
      tools.add(
          tool.has("function")
              ? tool
              : JsonNodeFactory.instance
                  .objectNode()
                  .put("type", "function")
                  .set("function", tool));
    }
    record.set("tools", tools);
  }

  private static JsonNode json(String text, String name) throws UnusableException {
    try {
      return RecordParser.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnusableException(Reason.WRONG_TYPE, name + " is not JSON");
    }
  }

  private static ObjectNode message(String role) {
    return JsonNodeFactory.instance.objectNode().put("role", role);
  }
}
