package dev.rehearsal.graders.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.graders.rule.Rule.Finding;
import java.util.regex.Pattern;

/** Predicates over the reply as JSON: one node that the path leads to is enough. */
final class JsonRules {
  private JsonRules() {}

  static Rule exists(JsonPath path) {
    return subject ->
        path.find(subject.json()).stream()
            .findFirst()
            .map(node -> Finding.quoting(text(node), "is there"))
            .orElse(Finding.of(false));
  }

  /** Numbers are equal by value: 1 and 1.0 are the same. */
  static Rule equalTo(JsonPath path, JsonNode value) {
    return subject ->
        path.find(subject.json()).stream()
            .filter(node -> same(node, value))
            .findFirst()
            .map(node -> Finding.quoting(text(node), "is the value sought"))
            .orElse(Finding.of(false));
  }

  static Rule matches(JsonPath path, Pattern pattern) {
    return subject ->
        path.find(subject.json()).stream()
            .flatMap(node -> subject.budget().firstMatch(pattern, text(node)).stream())
            .findFirst()
            .map(match -> Finding.quoting(match, "matches " + pattern.pattern()))
            .orElse(Finding.of(false));
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue()) == 0
        : a.equals(b);
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }
}
