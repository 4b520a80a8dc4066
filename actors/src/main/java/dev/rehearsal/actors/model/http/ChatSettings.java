package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.config.Block;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What is asked, beside the prompt.
 *
 * @param model as the provider knows it
 * @param parameters raw fields of the request; those of {@code extra-body} over those of {@code
 *     parameters}
 * @param systemPrompt stands in for the prefix's own system messages
 * @param messageFields only these fields of messages are sent; empty for all
 */
record ChatSettings(
    String model,
    ObjectNode parameters,
    Optional<String> systemPrompt,
    List<String> messageFields) {

  private static final List<String> OURS = List.of("model", "messages", "tools", "stream", "n");

  static ChatSettings read(Block block) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("parameters", "extra-body")) {
      if (block.json(key) instanceof ObjectNode object) {
        object
            .fieldNames()
            .forEachRemaining(
                field -> {
                  if (OURS.contains(field)) {
                    block.problem(key, "cannot set " + field + ": it is made from the prefix");
                  }
                });
        parameters.setAll(object);
      } else {
        block.problem(key, "must be an object of request fields");
      }
    }
    return new ChatSettings(
        block.string("model"),
        parameters,
        block.optionalString("system-prompt"),
        block.strings("message-fields"));
  }

  /** What the parameters bound a reply to, in tokens. */
  OptionalLong longestReply() {
    return Stream.of("max_completion_tokens", "max_tokens", "max_output_tokens")
        .map(parameters::path)
        .filter(JsonNode::isIntegralNumber)
        .mapToLong(JsonNode::longValue)
        .filter(tokens -> tokens > 0)
        .findFirst();
  }

  /** A message with the fields that are sent. */
  JsonNode sent(JsonNode message) {
    return messageFields.isEmpty() || !(message instanceof ObjectNode object)
        ? message
        : object.deepCopy().retain(messageFields);
  }
}
