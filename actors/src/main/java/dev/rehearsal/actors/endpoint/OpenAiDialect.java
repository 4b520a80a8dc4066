package dev.rehearsal.actors.endpoint;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.actors.simulated.SimulatedReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** OpenAI chat completions. */
final class OpenAiDialect implements Dialect {
  private final String fingerprint;

  OpenAiDialect(long seed) {
    this.fingerprint = "fp_simulated_" + Long.toHexString(seed);
  }

  /** The list of models, of which there is one. */
  ObjectNode models(String model) {
    ObjectNode models = JSON.objectNode().put("object", "list");
    models
        .putArray("data")
        .addObject()
        .put("id", model)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "rehearsal");
    return models;
  }

  @Override
  public ObjectNode reply(String key, String model, SimulatedReply reply) {
    ObjectNode body = withoutChoice(key, model, reply);
    ObjectNode choice = ((ArrayNode) body.get("choices")).addObject();
    choice.put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", reply.text());
    choice.putNull("logprobs").put("finish_reason", reply.finishReason());
    return body;
  }

  @Override
  public ObjectNode withoutChoice(String key, String model, SimulatedReply reply) {
    ObjectNode body = JSON.objectNode();
    body.put("id", "chatcmpl-" + key).put("object", "chat.completion").put("created", 0);
    body.put("model", model).put("system_fingerprint", fingerprint).putArray("choices");
    body.putObject("usage")
        .put("prompt_tokens", reply.inputTokens())
        .put("completion_tokens", reply.outputTokens())
        .put("total_tokens", reply.inputTokens() + reply.outputTokens());
    return body;
  }

  @Override
  public ObjectNode error(Trouble trouble, String message) {
    ObjectNode body = JSON.objectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", trouble.openAiType())
        .putNull("param")
        .put("code", trouble.openAiCode());
    return body;
  }

  @Override
  public List<HttpHeader> quota(RequestWindow.Standing standing, Instant now) {
    Duration reset = standing.untilWhole();
    return List.of(
        RawHeader.create("x-ratelimit-limit-requests", Integer.toString(standing.limit())),
        RawHeader.create("x-ratelimit-remaining-requests", Integer.toString(standing.remaining())),
        RawHeader.create("x-ratelimit-reset-requests", reset.toMillis() + "ms"));
  }
}
