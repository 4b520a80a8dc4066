package dev.rehearsal.graders.rubric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/** Leaves out the middle of what is too long, and says so where it stood. */
final class Elision {
  private static final int FEWEST_CHARACTERS = 100;

  private Elision() {}

  /** Characters of the entries as JSON. */
  static int length(List<ObjectNode> entries) {
    return entries.stream().mapToInt(entry -> entry.toString().length()).sum();
  }

  /** The entries as JSON lines of about {@code room} characters in all. */
  static List<String> fit(List<ObjectNode> entries, int room) {
    if (length(entries) <= room) {
      return entries.stream().map(ObjectNode::toString).toList();
    }
    int most = Math.max(FEWEST_CHARACTERS, room / 8);
    return withoutMiddle(entries.stream().map(e -> shorten(e, most).toString()).toList(), room);
  }

  /** A text of at most about {@code most} characters, with a note of how many were left out. */
  static String middle(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int head = whole(text, most / 2);
    int tail = whole(text, text.length() - most / 2);
    return "%s [… %d characters left out …] %s"
        .formatted(text.substring(0, head), tail - head, text.substring(tail));
  }

  /** An index that does not split a character of two units. */
  private static int whole(String text, int index) {
    return Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
  }

  private static JsonNode shorten(JsonNode node, int most) {
    if (node.isTextual()) {
      return TextNode.valueOf(middle(node.textValue(), most));
    }
    if (node.isObject()) {
      ObjectNode shorter = JsonNodeFactory.instance.objectNode();
      node.fields().forEachRemaining(f -> shorter.set(f.getKey(), shorten(f.getValue(), most)));
      return shorter;
    }
    if (node.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      node.forEach(item -> items.add(shorten(item, most)));
      return JsonNodeFactory.instance.arrayNode().addAll(items);
    }
    return node;
  }

  private static List<String> withoutMiddle(List<String> lines, int room) {
    if (lines.stream().mapToInt(String::length).sum() <= room) {
      return lines;
    }
    List<String> head = new ArrayList<>();
    int first = 0;
    int left = room / 2;
    while (first < lines.size() && lines.get(first).length() <= left) {
      left -= lines.get(first).length();
      head.add(lines.get(first++));
    }
    LinkedList<String> tail = new LinkedList<>();
    int last = lines.size();
    left = room / 2;
    while (last > first && lines.get(last - 1).length() <= left) {
      left -= lines.get(last - 1).length();
      tail.addFirst(lines.get(--last));
    }
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    head.add(note.put("part", "left out").put("lines", last - first).toString());
    head.addAll(tail);
    return head;
  }
}
