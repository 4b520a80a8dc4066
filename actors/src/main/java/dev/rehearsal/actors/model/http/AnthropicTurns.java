package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chat messages as Anthropic's turns: system messages apart, tool results inside the user's turn,
 * messages of one role after the other joined, since a turn's tool results must stand together.
 */
final class AnthropicTurns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<String> system = new ArrayList<>();
  private final ArrayNode messages = NODES.arrayNode();

  /** All system messages, in order; empty when there is none. */
  Optional<String> system() {
    return system.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", system));
  }

  ArrayNode messages() {
    return messages;
  }

  void add(JsonNode message) {
    switch (Messages.role(message)) {
      case "system", "developer" -> system.add(Messages.text(message));
      case "assistant" -> turn("assistant").addAll(assistant(message));
      case "tool", "function" -> turn("user").add(toolResult(message));
      default -> turn("user").addAll(content(message.path("content")));
    }
  }

  private ArrayNode turn(String role) {
    JsonNode last = messages.path(messages.size() - 1);
    if (Messages.role(last).equals(role)) {
      return (ArrayNode) last.get("content");
    }
    return messages.addObject().put("role", role).putArray("content");
  }

  private static ArrayNode assistant(JsonNode message) {
    if (message.path(Anthropic.RAW_BLOCKS) instanceof ArrayNode raw) {
      return raw;
    }
    ArrayNode blocks = content(message.path("content"));
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      ObjectNode block = blocks.addObject();
      block.put("type", "tool_use");
      block.put("id", call.path("id").asText(""));
      block.put("name", function.path("name").asText(""));
      block.set("input", arguments(function.path("arguments")));
    }
    return blocks;
  }

  private static ObjectNode toolResult(JsonNode message) {
    ObjectNode block = NODES.objectNode();
    block.put("type", "tool_result");
    block.put("tool_use_id", message.path("tool_call_id").asText(""));
    block.set("content", content(message.path("content")));
    return block;
  }

  /** Text and parts as blocks; a part of a type that is not OpenAI's own goes as it is. */
  private static ArrayNode content(JsonNode content) {
    ArrayNode blocks = NODES.arrayNode();
    if (content.isTextual() && !content.textValue().isEmpty()) {
      blocks.addObject().put("type", "text").set("text", content);
    }
    for (JsonNode part : content.isArray() ? content : NODES.arrayNode()) {
      switch (part.path("type").asText("")) {
        case "image_url" -> blocks.add(image(part.path("image_url").path("url").asText("")));
        case "refusal" ->
            blocks.addObject().put("type", "text").put("text", part.path("refusal").asText(""));
        default -> blocks.add(part);
      }
    }
    return blocks;
  }

  private static ObjectNode image(String url) {
    ObjectNode image = NODES.objectNode().put("type", "image");
    int data = url.indexOf(";base64,");
    if (url.startsWith("data:") && data > 0) {
      image
          .putObject("source")
          .put("type", "base64")
          .put("media_type", url.substring("data:".length(), data))
          .put("data", url.substring(data + ";base64,".length()));
    } else {
      image.putObject("source").put("type", "url").put("url", url);
    }
    return image;
  }

  /** Arguments are JSON text, not always valid; what cannot be read is kept as text. */
  private static JsonNode arguments(JsonNode arguments) {
    if (arguments.isObject()) {
      return arguments;
    }
    try {
      JsonNode tree = JSON.readTree(arguments.asText(""));
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      return NODES.objectNode().put("arguments", arguments.asText(""));
    }
    return arguments.asText("").isBlank()
        ? NODES.objectNode()
        : NODES.objectNode().put("arguments", arguments.asText(""));
  }
}
