package dev.rehearsal.streams.source.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.RecordFormat;
import dev.rehearsal.streams.source.format.RecordParser;
import dev.rehearsal.streams.source.format.UnusableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The record of a conversation, out of those of its events. */
final class AssembledRecord {
  private static final String MESSAGES = "messages";
  private static final String MESSAGE = "message";
  private static final String ROLE = "role";

  private AssembledRecord() {}

  /**
   * One record whose {@code messages} are those of all events in order; of everything else that
   * events say the first counts.
   *
   * @param events not empty, each a record that {@link RecordParser} takes
   */
  static byte[] of(List<byte[]> events) throws UnusableException {
    if (events.size() == 1 && !isOneMessage(parsed(events.get(0)))) {
      return events.get(0);
    }
    ObjectNode whole = RecordParser.JSON.createObjectNode();
    ArrayNode messages = RecordParser.JSON.createArrayNode();
    for (byte[] bytes : events) {
      ObjectNode event = parsed(bytes);
      take(event, messages);
      for (Map.Entry<String, JsonNode> field : event.properties()) {
        if (!whole.has(field.getKey())) {
          whole.set(field.getKey(), field.getValue());
        }
      }
    }
    whole.set(MESSAGES, messages);
    return whole.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode parsed(byte[] event) throws UnusableException {
    return RecordParser.parse(event, event.length);
  }

  private static boolean isOneMessage(ObjectNode event) {
    return !event.path(MESSAGES).isArray() && (event.path(MESSAGE).isObject() || event.has(ROLE));
  }

  /** Moves an event's messages over: a list of them, one, or the event itself. */
  private static void take(ObjectNode event, ArrayNode messages) throws UnusableException {
    JsonNode list = event.remove(MESSAGES);
    JsonNode one = event.path(MESSAGE);
    if (list != null && list.isArray()) {
      list.forEach(messages::add);
    } else if (one.isObject()) {
      messages.add(one);
      event.remove(MESSAGE);
    } else if (event.has(ROLE)) {
      ObjectNode message = messages.addObject();
      for (String field : RecordFormat.CHAT_FIELDS) {
        JsonNode value = event.remove(field);
        if (value != null) {
          message.set(field, value);
        }
      }
    } else {
      throw new UnusableException(
          Reason.NO_MESSAGES, "an event has neither messages, a message nor a role");
    }
  }
}
