package dev.rehearsal.actors.model.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One reply as it was recorded.
 *
 * @param id of the conversation, or of the prefix ({@code <conversation id>#<cut>})
 * @param prompt fingerprint of the messages that it replied to; empty when the record has none
 * @param where file and line
 */
record RecordedReply(String id, Reply reply, OptionalLong prompt, String where) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The reply as one JSON object; {@link #decode} reads it. */
  byte[] encode() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", id);
    ArrayNode messages = tree.putArray("messages");
    reply.messages().forEach(messages::add);
    reply.finishReason().ifPresent(reason -> tree.put("finish_reason", reason));
    reply.servedModel().ifPresent(model -> tree.put("model", model));
    reply
        .usage()
        .ifPresent(
            usage ->
                tree.putObject("usage")
                    .put("input_tokens", usage.inputTokens())
                    .put("output_tokens", usage.outputTokens()));
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  static RecordedReply decode(byte[] bytes) throws IOException {
    JsonNode tree = JSON.readTree(bytes);
    return new RecordedReply(
        tree.path("id").asText(), read(tree, tree.path("messages")), OptionalLong.empty(), "");
  }

  /** A reply with the fields that stand beside it in its record. */
  static Reply read(JsonNode beside, JsonNode messages) {
    List<JsonNode> list = new ArrayList<>();
    if (messages.isArray()) {
      messages.forEach(list::add);
    } else {
      list.add(messages);
    }
    return new Reply(list, text(beside, "finish_reason"), usage(beside), text(beside, "model"));
  }

  static Optional<String> text(JsonNode tree, String field) {
    return Optional.ofNullable(tree.path(field).textValue());
  }

  private static Optional<Reply.Usage> usage(JsonNode tree) {
    JsonNode usage = tree.path("usage");
    long input = usage.path("input_tokens").asLong(usage.path("prompt_tokens").asLong(-1));
    long output = usage.path("output_tokens").asLong(usage.path("completion_tokens").asLong(-1));
    return input < 0 || output < 0 ? Optional.empty() : Optional.of(new Reply.Usage(input, output));
  }
}
