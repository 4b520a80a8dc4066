package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Conversation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record that holds a conversation, before it is known whether its id is new.
 *
 * @param format how the log wrote it
 * @param declaredId what the record says; empty when it has no id
 * @param contentId the declared id, or what stands in for it: see {@link #id}
 */
public record LogRecord(
    RecordFormat format,
    Optional<String> declaredId,
    String contentId,
    List<JsonNode> messages,
    Optional<Instant> time,
    Optional<String> model,
    Optional<String> user,
    ObjectNode attributes) {

  /** Reads a line's bytes. */
  public static LogRecord read(
      byte[] bytes, int length, Optional<RecordFormat> format, Fields fields)
      throws UnusableException {
    ObjectNode written = RecordParser.parse(bytes, length);
    boolean span =
        format.map(RecordFormat.OTEL_GENAI::equals).orElseGet(() -> OtelSpan.isOne(written));
    ObjectNode record = span ? OtelSpan.record(written) : written;
    Optional<String> id = fields.id(record);
    try {
      String contentId = id.orElseGet(() -> contentId(record));
      RecordFormat used =
          span ? RecordFormat.OTEL_GENAI : format.or(() -> RecordFormat.of(record)).orElse(null);
      if (used == null) {
        throw new UnusableException(
            Reason.UNKNOWN_FORMAT, "neither messages, conversation nor conversations is a list");
      }
      List<JsonNode> messages = used.messages(record);
      return new LogRecord(
          used,
          id,
          contentId,
          messages,
          fields.time(record),
          fields.model(record),
          fields.user(record),
          record);
    } catch (UnusableException e) {
      throw id.isPresent() ? e.of(id.get()) : e;
    }
  }

  /**
   * The conversation's id: the declared one, or {@code content:} with the first 128 bits of the
   * SHA-256 of the whole record. Records without an id that are equal are conversations of their
   * own (short prompts repeat): from the second on {@code ~2}, {@code ~3}, … is added.
   *
   * @param occurrence how many records with this id there are up to here, this one included
   */
  String id(int occurrence) {
    return declaredId.orElseGet(() -> occurrence == 1 ? contentId : contentId + "~" + occurrence);
  }

  public Conversation conversation(int occurrence, Conversation.Position position) {
    return new Conversation(id(occurrence), messages, time, model, user, attributes, position);
  }

  private static String contentId(JsonNode record) {
    return "content:" + Canonical.sha256(Canonical.json(record)).substring(0, 32);
  }
}
