package dev.rehearsal.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A conversation cut before one reply; what stood after the removed reply is dropped.
 *
 * @param conversationId the conversation it was cut from
 * @param cutAt how many messages were kept: {@code messages.size()}
 * @param messages the kept messages, raw
 * @param tools tool definitions in force, raw OpenAI function definitions; empty when there are
 *     none
 * @param recordedReply what was removed; empty for the cut {@code end}
 * @param attributes see {@link Conversation#attributes()}
 */
public record Prefix(
    String conversationId,
    int cutAt,
    List<JsonNode> messages,
    List<JsonNode> tools,
    Optional<Reply> recordedReply,
    ObjectNode attributes) {

  public Prefix {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** The prefix id: conversation and cut position, as {@code <conversation id>#<cut>}. */
  public String id() {
    return conversationId + "#" + cutAt;
  }
}
