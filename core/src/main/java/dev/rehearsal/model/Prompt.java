package dev.rehearsal.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Prefix;
import java.util.List;

/**
 * What a model is asked.
 *
 * @param conversationId whose prefix this is: recorded models look replies up by it
 * @param messages raw OpenAI chat messages
 * @param tools raw OpenAI function definitions; empty for none
 */
public record Prompt(String conversationId, List<JsonNode> messages, List<JsonNode> tools) {
  public Prompt {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** The prompt that asks for a reply to {@code prefix}. */
  public static Prompt of(Prefix prefix) {
    return new Prompt(prefix.conversationId(), prefix.messages(), prefix.tools());
  }
}
