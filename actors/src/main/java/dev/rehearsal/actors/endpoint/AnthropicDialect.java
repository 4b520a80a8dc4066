package dev.rehearsal.actors.endpoint;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.actors.simulated.SimulatedReply;
import java.time.Instant;
import java.util.List;

/** Anthropic messages. */
final class AnthropicDialect implements Dialect {

  @Override
  public ObjectNode reply(String key, String model, SimulatedReply reply) {
    ObjectNode body = withoutChoice(key, model, reply);
    ((ArrayNode) body.get("content")).addObject().put("type", "text").put("text", reply.text());
    return body;
  }

  @Override
  public ObjectNode withoutChoice(String key, String model, SimulatedReply reply) {
    ObjectNode body = JSON.objectNode();
    body.put("id", "msg_" + key).put("type", "message").put("role", "assistant");
    body.put("model", model).putArray("content");
    body.put("stop_reason", reply.finishReason().equals("stop") ? "end_turn" : "refusal");
    body.putNull("stop_sequence");
    body.putObject("usage")
        .put("input_tokens", reply.inputTokens())
        .put("output_tokens", reply.outputTokens());
    return body;
  }

  @Override
  public ObjectNode error(Trouble trouble, String message) {
    ObjectNode body = JSON.objectNode().put("type", "error");
    body.putObject("error").put("type", trouble.anthropicType()).put("message", message);
    return body;
  }

  @Override
  public List<HttpHeader> quota(RequestWindow.Standing standing, Instant now) {
    return List.of(
        RawHeader.create("anthropic-ratelimit-requests-limit", "" + standing.limit()),
        RawHeader.create("anthropic-ratelimit-requests-remaining", "" + standing.remaining()),
        RawHeader.create(
            "anthropic-ratelimit-requests-reset", now.plus(standing.untilWhole()).toString()));
  }
}
