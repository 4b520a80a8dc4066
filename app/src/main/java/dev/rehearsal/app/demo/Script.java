package dev.rehearsal.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is written to the topic at each beat: one more of the examples, round after round, each with
 * an id of its own; whole, or its first turn and the next turn of those that were begun before. Not
 * thread-safe.
 */
final class Script {
  private final List<ObjectNode> examples;
  private final boolean perTurn;
  private final List<Begun> open = new ArrayList<>();
  private long begun;

  /** A message, and the id of its conversation, which is its key. */
  record Line(String id, ObjectNode message) {}

  /** A conversation with turns that are still to come. */
  private record Begun(String id, JsonNode model, Deque<JsonNode> turns) {}

  /**
   * @param perTurn whether each turn is a message of its own
   */
  Script(List<ObjectNode> examples, boolean perTurn) {
    this.examples = List.copyOf(examples);
    this.perTurn = perTurn;
  }

  /** The lines of the next beat, in order. */
  List<Line> next(Instant now) {
    ObjectNode example = examples.get((int) (begun % examples.size())).deepCopy();
    String id = example.path("id").asText("c") + "-" + (begun / examples.size() + 1);
    begun++;
    if (!perTurn) {
      return List.of(new Line(id, example.put("id", id).put("time", now.toString())));
    }
    Deque<JsonNode> turns = new ArrayDeque<>();
    example.path("messages").forEach(turns::add);
    open.add(new Begun(id, example.path("model"), turns));
    List<Line> lines = open.stream().map(each -> turn(each, now)).toList();
    open.removeIf(each -> each.turns().isEmpty());
    return lines;
  }

  private static Line turn(Begun of, Instant now) {
    ObjectNode message =
        JsonNodeFactory.instance
            .objectNode()
            .put("conversation_id", of.id())
            .put("time", now.toString());
    JsonNode turn = of.turns().remove();
    if (of.model().isTextual() && turn.path("role").asText().equals("assistant")) {
      message.set("model", of.model());
    }
    message.set("message", turn);
    return new Line(of.id(), message);
  }
}
