package dev.rehearsal.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A recorded conversation: messages in OpenAI chat format, carried as raw JSON so that tools,
 * images, reasoning and fields yet to come pass through untouched.
 *
 * @param id unique within a source; a second record with the same id is quarantined
 * @param messages in order, each an object with a {@code role}; at least one
 * @param time when it took place, if the record says so
 * @param model what wrote the recorded replies, if the record says so
 * @param user the key of the person behind it, for the per-user cap
 * @param attributes the whole record without its messages: what filters, slices and tool references
 *     look into, by dotted path ({@code meta.language})
 * @param position where the record stands in its source
 */
public record Conversation(
    String id,
    List<JsonNode> messages,
    Optional<Instant> time,
    Optional<String> model,
    Optional<String> user,
    ObjectNode attributes,
    Position position) {

  public Conversation {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a conversation needs at least one message, id " + id);
    }
  }

  /**
   * Where a record was read.
   *
   * @param source a file's path as the user gave it, {@code -} for standard input
   * @param line counted from 1
   */
  public record Position(String source, long line) {
    @Override
    public String toString() {
      return source + ":" + line;
    }
  }
}
