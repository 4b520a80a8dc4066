package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.util.List;
import java.util.Optional;

/**
 * Anthropic's Messages, shaped to and from OpenAI's chat messages. Blocks that chat messages have
 * no place for (thinking, citations, server tools) are kept beside them as {@code content_blocks},
 * and go out again as they came.
 */
final class Anthropic implements HttpSpec.Dialect {
  static final String RAW_BLOCKS = "content_blocks";

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public JsonNode request(ChatSettings chat, Prompt prompt) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("model", chat.model());
    AnthropicTurns turns = new AnthropicTurns();
    prompt.messages().forEach(message -> turns.add(chat.sent(message)));
    chat.systemPrompt()
        .or(turns::system)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> request.put("system", text));
    request.set("messages", turns.messages());
    if (!prompt.tools().isEmpty()) {
      ArrayNode tools = request.putArray("tools");
      prompt.tools().forEach(tool -> tools.add(tool(tool)));
    }
    request.setAll(chat.parameters());
    return request;
  }

  @Override
  public Outcome understand(HttpReply reply, RateLimitHeaders limits, Refusals refusals) {
    JsonNode body = reply.body();
    if (!(body.path("content") instanceof ArrayNode blocks)) {
      return Outcome.Failed.lost("no choice");
    }
    return new Outcome.Answered(
        new Reply(
            List.of(message(blocks)),
            OpenAi.text(body, "stop_reason"),
            usage(body.path("usage")),
            OpenAi.text(body, "model")),
        limits.quota());
  }

  private static ObjectNode message(ArrayNode blocks) {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    boolean plain = true;
    for (JsonNode block : blocks) {
      switch (block.path("type").asText("")) {
        case "text" -> {
          text.append(block.path("text").asText(""));
          plain &= block.size() == 2;
        }
        case "tool_use" -> {
          calls.add(call(block));
          plain &= block.size() == 4;
        }
        case "thinking" -> {
          reasoning.append(block.path("thinking").asText(""));
          plain = false;
        }
        default -> plain = false;
      }
    }
    message.put("content", text.toString());
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning.toString());
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    if (!plain) {
      message.set(RAW_BLOCKS, blocks);
    }
    return message;
  }

  private static ObjectNode call(JsonNode block) {
    ObjectNode call = JsonNodeFactory.instance.objectNode();
    call.put("id", block.path("id").asText(""));
    call.put("type", "function");
    call.putObject("function")
        .put("name", block.path("name").asText(""))
        .put("arguments", block.path("input").toString());
    return call;
  }

  /** What was read from a cache is input too. */
  private static Optional<Reply.Usage> usage(JsonNode usage) {
    long cached =
        Math.max(0, usage.path("cache_creation_input_tokens").asLong(0))
            + Math.max(0, usage.path("cache_read_input_tokens").asLong(0));
    return OpenAi.usage(usage, "input_tokens", "output_tokens")
        .map(u -> new Reply.Usage(u.inputTokens() + cached, u.outputTokens()));
  }

  private static JsonNode tool(JsonNode tool) {
    JsonNode function = tool.path("function");
    if (!function.isObject()) {
      if (!tool.has("parameters")) {
        return tool;
      }
      function = tool;
    }
    ObjectNode mapped = JsonNodeFactory.instance.objectNode();
    mapped.set("name", function.path("name"));
    if (function.hasNonNull("description")) {
      mapped.set("description", function.get("description"));
    }
    JsonNode schema = function.path("parameters");
    mapped.set(
        "input_schema",
        schema.isObject() ? schema : JsonNodeFactory.instance.objectNode().put("type", "object"));
    return mapped;
  }
}
