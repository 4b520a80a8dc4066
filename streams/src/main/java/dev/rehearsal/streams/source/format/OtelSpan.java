package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A span or an event of OpenTelemetry's conventions for generative AI, as a record: what the model
 * was sent and its first answer become chat messages. Its attributes may stand at the top, in
 * {@code attributes}, or there in the list that OTLP writes; messages may be JSON or JSON text. A
 * span is one call: the later ones of a conversation hold the earlier ones.
 */
public final class OtelSpan {
  private static final String INPUT = "gen_ai.input.messages";
  private static final String OUTPUT = "gen_ai.output.messages";
  private static final String SYSTEM = "gen_ai.system_instructions";
  private static final String TOOLS = "gen_ai.tool.definitions";

  private final ObjectNode span;

  private OtelSpan(ObjectNode span) {
    this.span = span;
  }

  /** Whether the record is one. */
  public static boolean isOne(ObjectNode record) {
    return !new OtelSpan(record).attribute(INPUT).isMissingNode();
  }

  /**
   * The span as a record with the names that records usually have: {@code messages}, {@code id},
   * {@code time}, {@code model}, {@code user} (else the conversation, so that one is not counted
   * many times), and {@code gen_ai} with the other attributes of that name, for filters and slices.
   *
   * @throws UnusableException when its messages are none of the conventions'
   */
  public static ObjectNode record(ObjectNode span) throws UnusableException {
    return new OtelSpan(span).record();
  }

  private ObjectNode record() throws UnusableException {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    first(record, "id", top("spanId"), top("span_id"), attribute("gen_ai.response.id"));
    first(record, "time", time("startTimeUnixNano"), time("timeUnixNano"), top("time"));
    first(record, "model", attribute("gen_ai.response.model"), attribute("gen_ai.request.model"));
    first(
        record,
        "user",
        attribute("user.id"),
        attribute("enduser.id"),
        attribute("gen_ai.conversation.id"));
    ArrayNode messages = record.putArray("messages");
    JsonNode system = structured(SYSTEM);
    if (system.isArray() && !system.isEmpty()) {
      messages.addObject().put("role", "system").put("content", text(system, SYSTEM));
    }
    JsonNode input = structured(INPUT);
    for (int i = 0; i < input.size(); i++) {
      add(messages, input.get(i), INPUT + "[" + i + "]");
    }
    JsonNode output = structured(OUTPUT);
    if (output.size() > 0) {
      add(messages, output.get(0), OUTPUT + "[0]");
    }
    JsonNode tools = structured(TOOLS);
    if (tools.isArray()) {
      record.set("tools", wrapped(tools));
    }
    others(record.putObject("gen_ai"));
    return record;
  }

  /** One message; each answer of a tool in it becomes a message of its own. */
  private static void add(ArrayNode messages, JsonNode message, String name)
      throws UnusableException {
    JsonNode parts = message.path("parts");
    require(message.path("role").isTextual(), name + ".role is not a text");
    require(parts.isArray(), name + ".parts is not a list");
    ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    List<String> texts = new ArrayList<>();
    StringBuilder reasoning = new StringBuilder();
    boolean answersOnly = !parts.isEmpty();
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      String at = name + ".parts[" + i + "]";
      switch (part.path("type").asText("")) {
        case "text" -> texts.add(content(part, at));
        case "reasoning" -> reasoning.append(content(part, at));
        case "tool_call" -> call(calls.addObject(), part, at);
        case "tool_call_response" -> answer(messages.addObject(), part, at);
        default ->
            throw new UnusableException(
                Reason.WRONG_TYPE, at + ".type is none that can be passed on");
      }
      answersOnly &= part.path("type").asText("").equals("tool_call_response");
    }
    if (answersOnly) {
      return;
    }
    ObjectNode chat = messages.addObject().put("role", message.path("role").textValue());
    if (texts.isEmpty()) {
      chat.putNull("content");
    } else {
      chat.put("content", String.join("\n", texts));
    }
    if (!reasoning.isEmpty()) {
      chat.put("reasoning_content", reasoning.toString());
    }
    if (!calls.isEmpty()) {
      chat.set("tool_calls", calls);
    }
  }

  private static void call(ObjectNode call, JsonNode part, String name) throws UnusableException {
    require(part.path("name").isTextual(), name + ".name is not a text");
    JsonNode arguments = part.path("arguments");
    call.put("id", part.path("id").asText(""))
        .put("type", "function")
        .putObject("function")
        .put("name", part.path("name").textValue())
        .put("arguments", arguments.isMissingNode() ? "{}" : plain(arguments));
  }

  private static void answer(ObjectNode message, JsonNode part, String name)
      throws UnusableException {
    JsonNode response = part.has("response") ? part.path("response") : part.path("result");
    require(!response.isMissingNode(), name + ".response is missing");
    message
        .put("role", "tool")
        .put("tool_call_id", part.path("id").asText(""))
        .put("content", plain(response));
  }

  private static String text(JsonNode parts, String name) throws UnusableException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      texts.add(content(parts.get(i), name + "[" + i + "]"));
    }
    return String.join("\n", texts);
  }

  private static String content(JsonNode part, String name) throws UnusableException {
    require(part.path("content").isTextual(), name + ".content is not a text");
    return part.path("content").textValue();
  }

  /** A text as it is, anything else as JSON. */
  private static String plain(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /** Definitions of functions, each in the wrapper that chat completions ask for. */
  private static ArrayNode wrapped(JsonNode tools) {
    ArrayNode wrapped = JsonNodeFactory.instance.arrayNode();
    for (JsonNode tool : tools) {
      if (tool.has("function") || !(tool instanceof ObjectNode definition)) {
        wrapped.add(tool);
      } else {
        ObjectNode function = definition.deepCopy();
        function.remove("type");
        wrapped.addObject().put("type", "function").set("function", function);
      }
    }
    return wrapped;
  }

  /** The attributes that hold no messages, by the last word of their name under nested blocks. */
  private void others(ObjectNode genAi) {
    for (String name : names()) {
      if (name.startsWith("gen_ai.") && !List.of(INPUT, OUTPUT, SYSTEM, TOOLS).contains(name)) {
        ObjectNode block = genAi;
        String[] words = name.substring("gen_ai.".length()).split("\\.", -1);
        for (int i = 0; i < words.length - 1; i++) {
          block =
              block.get(words[i]) instanceof ObjectNode inside ? inside : block.putObject(words[i]);
        }
        block.set(words[words.length - 1], attribute(name));
      }
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    span.fieldNames().forEachRemaining(names::add);
    JsonNode attributes = span.path("attributes");
    if (attributes.isArray()) {
      attributes.forEach(entry -> names.add(entry.path("key").asText("")));
    } else {
      attributes.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private JsonNode top(String name) {
    return span.path(name);
  }

  /** Nanoseconds since 1970, as text or number, in milliseconds. */
  private JsonNode time(String name) {
    JsonNode nanos = span.path(name);
    String digits = nanos.asText("");
    return digits.matches("\\d{16,19}")
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(digits) / 1_000_000)
        : span.path("");
  }

  private JsonNode attribute(String name) {
    JsonNode attributes = span.path("attributes");
    if (attributes.isArray()) {
      for (JsonNode entry : attributes) {
        if (entry.path("key").asText("").equals(name)) {
          return value(entry.path("value"));
        }
      }
    }
    return attributes.has(name) ? attributes.path(name) : span.path(name);
  }

  /** OTLP wraps every value in a field that names its type. */
  private static JsonNode value(JsonNode wrapped) {
    return wrapped.size() == 1 ? wrapped.elements().next() : wrapped;
  }

  private JsonNode structured(String name) throws UnusableException {
    JsonNode value = attribute(name);
    if (value.isTextual()) {
      try {
        value = RecordParser.JSON.readTree(value.textValue());
      } catch (JsonProcessingException e) {
        throw new UnusableException(Reason.WRONG_TYPE, name + " is not JSON");
      }
    }
    require(value.isArray() || value.isMissingNode() || value.isNull(), name + " is not a list");
    return value;
  }

  private static void first(ObjectNode record, String name, JsonNode... values) {
    for (JsonNode value : values) {
      if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
        record.set(name, value);
        return;
      }
    }
  }

  private static void require(boolean right, String otherwise) throws UnusableException {
    if (!right) {
      throw new UnusableException(Reason.WRONG_TYPE, otherwise);
    }
  }
}
