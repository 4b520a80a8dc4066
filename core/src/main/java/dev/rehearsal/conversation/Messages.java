package dev.rehearsal.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads what rules and graders need out of raw OpenAI chat messages. */
public final class Messages {
  private Messages() {}

  /** The message's role; empty text when it has none. */
  public static String role(JsonNode message) {
    return message.path("role").asText("");
  }

  /**
   * The text of a message: its content when that is a string, else the {@code text} of its parts
   * joined by newlines. A refusal field is text too. Empty when there is none.
   */
  public static String text(JsonNode message) {
    StringBuilder text = new StringBuilder();
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      text.append(content.textValue());
    }
    for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
      append(text, part.isTextual() ? part.textValue() : part.path("text").asText(""));
      append(text, part.path("refusal").asText(""));
    }
    append(text, message.path("refusal").asText(""));
    return text.toString();
  }

  /** The text of the last assistant message; empty when it has none or there is none. */
  public static String finalText(List<JsonNode> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (role(messages.get(i)).equals("assistant")) {
        return text(messages.get(i));
      }
    }
    return "";
  }

  /** Every tool call of every assistant message, in order. */
  public static List<ToolCall> toolCalls(List<JsonNode> messages) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode message : messages) {
      for (JsonNode call : message.path("tool_calls")) {
        JsonNode function = call.path("function");
        JsonNode arguments = function.path("arguments");
        calls.add(
            new ToolCall(
                function.path("name").asText(""),
                arguments.isTextual()
                    ? arguments.textValue()
                    : arguments.isMissingNode() ? "" : arguments.toString()));
      }
    }
    return calls;
  }

  /**
   * One call of a tool.
   *
   * @param name of the function; empty when the call has none
   * @param arguments as the model wrote them: JSON text, not always valid
   */
  public record ToolCall(String name, String arguments) {}

  private static void append(StringBuilder text, String more) {
    if (!more.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(more);
    }
  }
}
