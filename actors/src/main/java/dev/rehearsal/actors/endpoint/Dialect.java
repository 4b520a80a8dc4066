package dev.rehearsal.actors.endpoint;

import akka.http.javadsl.model.HttpHeader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.actors.simulated.SimulatedReply;
import java.time.Instant;
import java.util.List;

/**
 * A provider's wire format. Equal keys give equal bytes: a reply names no time.
 *
 * <p>What a dialect cannot do (streaming, several choices) the endpoint refuses before it asks.
 */
interface Dialect {
  JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A whole reply. */
  ObjectNode reply(String key, String model, SimulatedReply reply);

  /** The same without anything that was said. */
  ObjectNode withoutChoice(String key, String model, SimulatedReply reply);

  ObjectNode error(Trouble trouble, String message);

  /** Rate-limit headers. */
  List<HttpHeader> quota(RequestWindow.Standing standing, Instant now);

  /** What the request asks for that nobody offers here; empty text when all is well. */
  default String unsupported(JsonNode request) {
    if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
      return "messages must be a list with at least one message";
    }
    if (request.path("stream").asBoolean(false)) {
      return "stream: true is not supported by this endpoint; leave it out";
    }
    if (request.path("n").asInt(1) != 1) {
      return "n must be 1 on this endpoint, was " + request.path("n");
    }
    return "";
  }
}
