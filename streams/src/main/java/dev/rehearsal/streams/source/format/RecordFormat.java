package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a log writes a conversation. Its messages become OpenAI chat messages. */
public enum RecordFormat {
  /** {@code messages}, each with {@code role} and {@code content}: passed on untouched. */
  OPENAI_CHAT("messages") {
    @Override
    List<JsonNode> translate(ObjectNode record, ArrayNode entries) {
      List<JsonNode> messages = new ArrayList<>(entries.size());
      entries.forEach(messages::add);
      return messages;
    }
  },

  /**
   * {@code conversation}: OpenAI chat messages with notes about each (language, hashed address,
   * moderation), which stay in the attributes and are never sent to a model.
   */
  WILDCHAT("conversation") {
    @Override
    List<JsonNode> translate(ObjectNode record, ArrayNode entries) {
      List<JsonNode> messages = new ArrayList<>(entries.size());
      ArrayNode notes = JsonNodeFactory.instance.arrayNode();
      for (JsonNode entry : entries) {
        messages.add(entry.isObject() ? split((ObjectNode) entry, CHAT_FIELDS, notes) : entry);
      }
      record.set(field(), notes);
      return messages;
    }
  },

  /** {@code conversations}, each with {@code from} and {@code value}. */
  SHAREGPT("conversations") {
    @Override
    List<JsonNode> translate(ObjectNode record, ArrayNode entries) throws UnusableException {
      return ShareGpt.translate(record, entries);
    }
  },

  /** A span or an event of OpenTelemetry, see {@link OtelSpan}: its messages are chat messages. */
  OTEL_GENAI("messages") {
    @Override
    List<JsonNode> translate(ObjectNode record, ArrayNode entries) throws UnusableException {
      return OPENAI_CHAT.translate(record, entries);
    }
  };

  /** What a chat message may hold; the other fields of a translated log are notes about it. */
  public static final Set<String> CHAT_FIELDS =
      Set.of(
          "role",
          "content",
          "name",
          "refusal",
          "tool_calls",
          "tool_call_id",
          "function_call",
          "reasoning",
          "reasoning_content",
          "audio");

  private final String field;

  RecordFormat(String field) {
    this.field = field;
  }

  /** The record's field that holds the messages. */
  String field() {
    return field;
  }

  /** As it is written in a plan. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The format whose list of messages the record has, if any. */
  static Optional<RecordFormat> of(JsonNode record) {
    for (RecordFormat format : values()) {
      if (record.path(format.field).isArray()) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /**
   * Takes the messages out of {@code record}; what is left of it are the attributes.
   *
   * @throws UnusableException when they are not messages
   */
  List<JsonNode> messages(ObjectNode record) throws UnusableException {
    JsonNode entries = record.remove(field);
    if (entries == null || entries.isNull() || entries.isArray() && entries.isEmpty()) {
      throw new UnusableException(Reason.NO_MESSAGES, field);
    }
    if (!(entries instanceof ArrayNode list)) {
      throw new UnusableException(Reason.WRONG_TYPE, field + " is not a list");
    }
    List<JsonNode> messages = translate(record, list);
    MessageCheck.all(messages, field);
    return messages;
  }

  abstract List<JsonNode> translate(ObjectNode record, ArrayNode entries) throws UnusableException;

  /**
   * The fields of {@code entry} that are in {@code kept}; the others are added to {@code notes}.
   */
  static ObjectNode split(ObjectNode entry, Set<String> kept, ArrayNode notes) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    ObjectNode note = notes.addObject();
    for (Iterator<Map.Entry<String, JsonNode>> f = entry.fields(); f.hasNext(); ) {
      Map.Entry<String, JsonNode> field = f.next();
      (kept.contains(field.getKey()) ? message : note).set(field.getKey(), field.getValue());
    }
    return message;
  }
}
