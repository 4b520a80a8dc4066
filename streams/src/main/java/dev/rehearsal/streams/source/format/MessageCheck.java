package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Refuses what is not a chat message. Checks only what cutting, grading and sending rest on; every
 * other field may hold anything.
 */
final class MessageCheck {
  private MessageCheck() {}

  /**
   * Checks every message.
   *
   * @param field names the list in what is said of a wrong one
   */
  static void all(List<JsonNode> messages, String field) throws UnusableException {
    for (int i = 0; i < messages.size(); i++) {
      check(messages.get(i), field + "[" + i + "]");
    }
  }

  private static void check(JsonNode message, String name) throws UnusableException {
    require(message.isObject(), name + " is not an object");
    JsonNode role = message.path("role");
    require(role.isTextual() && !role.textValue().isBlank(), name + ".role is not a text");
    JsonNode content = message.path("content");
    require(
        content.isTextual() || content.isArray() || content.isNull() || content.isMissingNode(),
        name + ".content is neither a text nor a list of parts");
    for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
      require(part.isObject() || part.isTextual(), name + ".content holds a part of a wrong type");
    }
    JsonNode calls = message.path("tool_calls");
    require(
        calls.isArray() || calls.isNull() || calls.isMissingNode(),
        name + ".tool_calls is not a list");
    for (JsonNode call : calls) {
      require(call.isObject(), name + ".tool_calls holds something that is not an object");
    }
  }

  private static void require(boolean right, String otherwise) throws UnusableException {
    if (!right) {
      throw new UnusableException(Reason.WRONG_TYPE, otherwise);
    }
  }
}
