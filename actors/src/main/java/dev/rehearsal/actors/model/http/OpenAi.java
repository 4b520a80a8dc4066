package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** OpenAI's chat completions: messages go out and come back as they are. */
final class OpenAi implements HttpSpec.Dialect {
  private static final Set<String> SYSTEM = Set.of("system", "developer");

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public JsonNode request(ChatSettings chat, Prompt prompt) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("model", chat.model());
    ArrayNode messages = request.putArray("messages");
    chat.systemPrompt()
        .ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
    for (JsonNode message : prompt.messages()) {
      if (chat.systemPrompt().isEmpty() || !SYSTEM.contains(Messages.role(message))) {
        messages.add(chat.sent(message));
      }
    }
    if (!prompt.tools().isEmpty()) {
      ArrayNode tools = request.putArray("tools");
      prompt.tools().forEach(tool -> tools.add(wrapped(tool)));
    }
    request.setAll(chat.parameters());
    return request;
  }

  @Override
  public Outcome understand(HttpReply reply, RateLimitHeaders limits, Refusals refusals) {
    JsonNode body = reply.body();
    JsonNode choice = body.path("choices").path(0);
    if (!(choice.path("message") instanceof ObjectNode message)) {
      return withoutChoice(reply, refusals);
    }
    if (!message.hasNonNull("role")) {
      message.put("role", "assistant");
    }
    return new Outcome.Answered(
        new Reply(
            List.of(message),
            text(choice, "finish_reason"),
            usage(body.path("usage"), "prompt_tokens", "completion_tokens"),
            text(body, "model")),
        limits.quota());
  }

  static Optional<String> text(JsonNode tree, String field) {
    return Optional.ofNullable(tree.path(field).textValue());
  }

  static Optional<Reply.Usage> usage(JsonNode usage, String input, String output) {
    return usage.path(input).isIntegralNumber() && usage.path(output).isIntegralNumber()
        ? Optional.of(
            new Reply.Usage(
                Math.max(0, usage.path(input).longValue()),
                Math.max(0, usage.path(output).longValue())))
        : Optional.empty();
  }

  /** Gateways report an error of the model behind them inside a success. */
  private static Outcome withoutChoice(HttpReply reply, Refusals refusals) {
    int code = reply.body().path("error").path("code").asInt(0);
    return code >= 400 && code < 600 ? refusals.of(code, reply) : Outcome.Failed.lost("no choice");
  }

  /** A function definition as the API wants it, whether or not it was wrapped before. */
  private static JsonNode wrapped(JsonNode tool) {
    if (tool.has("function") || tool.has("type")) {
      return tool;
    }
    ObjectNode wrapped = JsonNodeFactory.instance.objectNode().put("type", "function");
    wrapped.set("function", tool);
    return wrapped;
  }
}
