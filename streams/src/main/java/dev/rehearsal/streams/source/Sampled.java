package dev.rehearsal.streams.source;

import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A prefix that was sampled, with what is known of its conversation.
 *
 * @param user key of the person behind it, if the record says so
 * @param time when it took place, if the record says so
 * @param slices value by the slice's path; see {@link Slices}
 */
public record Sampled(
    Prefix prefix,
    Optional<String> user,
    Optional<Instant> time,
    Position position,
    Map<String, String> slices) {
  public Sampled {
    slices = Map.copyOf(slices);
  }

  public static Sampled of(Prefix prefix, Conversation conversation, Map<String, String> slices) {
    return new Sampled(
        prefix, conversation.user(), conversation.time(), conversation.position(), slices);
  }
}
