package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Attributes;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prefix that was sampled, with what is known of its conversation.
 *
 * @param user key of the person behind it, if the record says so
 * @param time when it took place, if the record says so
 * @param slices value by the slice's path; {@code (none)} where the record has no such field
 */
public record Sampled(
    Prefix prefix,
    Optional<String> user,
    Optional<Instant> time,
    Position position,
    Map<String, String> slices) {
  private static final String NONE = "(none)";

  public Sampled {
    slices = Map.copyOf(slices);
  }

  static Sampled of(Prefix prefix, Conversation conversation, List<String> paths) {
    Map<String, String> slices = new LinkedHashMap<>();
    for (String path : paths) {
      JsonNode value = Attributes.at(conversation.attributes(), path);
      slices.put(path, value.isValueNode() && !value.isNull() ? value.asText() : NONE);
    }
    return new Sampled(
        prefix, conversation.user(), conversation.time(), conversation.position(), slices);
  }
}
