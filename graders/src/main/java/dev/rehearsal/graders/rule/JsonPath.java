package dev.rehearsal.graders.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small subset of JSON path: field names joined by dots, {@code [2]} for an item, {@code [-1]}
 * for the last item, {@code [*]} for every item. {@code messages[*].tool_calls[0].function.name}.
 */
final class JsonPath {
  private final List<Step> steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Reads a path.
   *
   * @return empty when the text is no path of this subset
   */
  static Optional<JsonPath> parse(String text) {
    List<Step> steps = new ArrayList<>();
    for (String segment : text.split("\\.", -1)) {
      int bracket = segment.indexOf('[');
      String name = bracket < 0 ? segment : segment.substring(0, bracket);
      if (name.isEmpty() || name.indexOf(']') >= 0) {
        return Optional.empty();
      }
      steps.add(new Step.Field(name));
      if (bracket >= 0 && !items(segment.substring(bracket), steps)) {
        return Optional.empty();
      }
    }
    return Optional.of(new JsonPath(steps));
  }

  /** Every node that the path leads to, in order. */
  List<JsonNode> find(JsonNode root) {
    List<JsonNode> nodes = List.of(root);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      nodes.forEach(node -> step.from(node, next));
      nodes = next;
    }
    return nodes;
  }

  private static boolean items(String brackets, List<Step> steps) {
    int at = 0;
    while (at < brackets.length()) {
      int end = brackets.indexOf(']', at);
      if (brackets.charAt(at) != '[' || end < 0) {
        return false;
      }
      String inside = brackets.substring(at + 1, end);
      if (inside.equals("*")) {
        steps.add(new Step.Every());
      } else if (inside.matches("-?[0-9]{1,9}")) {
        steps.add(new Step.Item(Integer.parseInt(inside)));
      } else {
        return false;
      }
      at = end + 1;
    }
    return true;
  }

  private sealed interface Step {
    void from(JsonNode node, List<JsonNode> found);

    record Field(String name) implements Step {
      @Override
      public void from(JsonNode node, List<JsonNode> found) {
        if (node.has(name)) {
          found.add(node.get(name));
        }
      }
    }

    record Item(int index) implements Step {
      @Override
      public void from(JsonNode node, List<JsonNode> found) {
        int from = index < 0 ? node.size() + index : index;
        if (node.isArray() && from >= 0 && from < node.size()) {
          found.add(node.get(from));
        }
      }
    }

    record Every() implements Step {
      @Override
      public void from(JsonNode node, List<JsonNode> found) {
        if (node.isArray()) {
          node.forEach(found::add);
        }
      }
    }
  }
}
