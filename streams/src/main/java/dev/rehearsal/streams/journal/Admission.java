package dev.rehearsal.streams.journal;

import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A sampled prefix with the number it is counted under.
 *
 * @param number 1, 2, 3, … without gaps, in the order of counting
 * @param prefix its recorded reply is journalled with it
 * @param user key of the person behind the conversation, if the record says so
 * @param time when the conversation took place, if the record says so
 * @param position where the record stands in its source
 * @param slices value by slice name; few distinct combinations, as every slice has an estimate
 */
public record Admission(
    long number,
    Prefix prefix,
    Optional<String> user,
    Optional<Instant> time,
    Position position,
    Map<String, String> slices) {

  public Admission {
    Keys.requireAdmission(number);
    slices = Map.copyOf(slices);
  }
}
