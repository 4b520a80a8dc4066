package dev.rehearsal.graders.rubric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.graders.GradedItem;
import java.util.ArrayList;
import java.util.List;

/**
 * What a judge sees of an item: JSON objects, one a line.
 *
 * @param lines in order; no line holds a newline
 * @param replyShortened whether something of the reply was left out
 */
record Transcript(List<String> lines, boolean replyShortened) {
  private static final int TOOL_DESCRIPTION = 200;

  Transcript {
    lines = List.copyOf(lines);
  }

  /**
   * The transcript of an item in at most about {@code maxCharacters}. What is longer loses the
   * middle of its longest texts, then the middle of its messages; the reply keeps at least half of
   * the room.
   */
  static Transcript of(GradedItem item, boolean showReasoning, int maxCharacters) {
    List<ObjectNode> context = new ArrayList<>();
    if (!item.prefix().tools().isEmpty()) {
      context.add(tools(item.prefix().tools()));
    }
    item.prefix().messages().forEach(m -> context.add(Shown.of(m, "prefix", showReasoning)));
    List<ObjectNode> reply =
        item.reply().messages().stream().map(m -> Shown.of(m, "reply", showReasoning)).toList();

    int room = Math.max(maxCharacters / 2, maxCharacters - Elision.length(context));
    List<String> shownReply = Elision.fit(reply, room);
    List<String> lines =
        new ArrayList<>(Elision.fit(context, maxCharacters - Math.min(room, length(shownReply))));
    lines.addAll(shownReply);
    return new Transcript(lines, Elision.length(reply) > room);
  }

  private static int length(List<String> lines) {
    return lines.stream().mapToInt(String::length).sum();
  }

  private static ObjectNode tools(List<JsonNode> tools) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("part", "tools the assistant may call");
    ArrayNode list = entry.putArray("tools");
    for (JsonNode tool : tools) {
      JsonNode function = tool.path("function").isObject() ? tool.path("function") : tool;
      list.addObject()
          .put("name", function.path("name").asText(""))
          .put(
              "description",
              Elision.middle(function.path("description").asText(""), TOOL_DESCRIPTION));
    }
    return entry;
  }
}
