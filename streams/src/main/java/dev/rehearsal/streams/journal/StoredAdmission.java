package dev.rehearsal.streams.journal;

import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An admission as it is journalled: everything but the text, which is read when asked for. Usable
 * on any thread while its reader is open.
 */
public final class StoredAdmission {
  private final JournalText text;
  private final long number;
  private final String conversationId;
  private final int cutAt;
  private final Optional<String> user;
  private final Optional<Instant> time;
  private final Position position;
  private final Map<String, String> slices;

  StoredAdmission(
      JournalText text,
      long number,
      String conversationId,
      int cutAt,
      Optional<String> user,
      Optional<Instant> time,
      Position position,
      Map<String, String> slices) {
    this.text = text;
    this.number = number;
    this.conversationId = conversationId;
    this.cutAt = cutAt;
    this.user = user;
    this.time = time;
    this.position = position;
    this.slices = slices;
  }

  public long number() {
    return number;
  }

  public String conversationId() {
    return conversationId;
  }

  /** How many messages the prefix has. */
  public int cutAt() {
    return cutAt;
  }

  /** The prefix id, see {@link Prefix#id()}. */
  public String prefixId() {
    return conversationId + "#" + cutAt;
  }

  public Optional<String> user() {
    return user;
  }

  public Optional<Instant> time() {
    return time;
  }

  public Position position() {
    return position;
  }

  public Map<String, String> slices() {
    return slices;
  }

  /** Reads and unpacks the prefix, or finds when it was purged. */
  public Held<Prefix> text() {
    return text.prefix(number, conversationId, cutAt);
  }

  /**
   * Reads and unpacks the prefix.
   *
   * @throws dev.rehearsal.RehearsalException when it was purged
   */
  public Prefix prefix() {
    return text().orThrow("prefix " + number);
  }

  /** The admission as it was appended. */
  public Admission toAdmission() {
    return new Admission(number, prefix(), user, time, position, slices);
  }
}
