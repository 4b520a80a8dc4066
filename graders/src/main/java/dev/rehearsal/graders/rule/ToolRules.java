package dev.rehearsal.graders.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.conversation.Messages.ToolCall;
import dev.rehearsal.graders.rule.Rule.Finding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Predicates over the tools that a reply calls. */
final class ToolRules {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ToolRules() {}

  /** Holds when a tool of exactly this name is called. */
  static Rule called(String name) {
    return first(call -> call.name().equals(name), "calls the tool");
  }

  /** Holds when one call matches both patterns; an absent pattern matches every call. */
  static Rule called(Optional<Pattern> name, Optional<Pattern> arguments) {
    return subject ->
        first(
                call ->
                    found(subject, name, call.name())
                        && found(subject, arguments, call.arguments()),
                "calls the tool")
            .test(subject);
  }

  /** Holds when the number of calls lies within [min, max]. */
  static Rule calls(long min, long max) {
    return subject -> {
      int calls = subject.toolCalls().size();
      return calls >= min && calls <= max
          ? Finding.quoting("", calls + " tool calls")
          : Finding.of(false);
    };
  }

  /** Holds when a tool is called twice with the same arguments, character for character. */
  static Rule repeatedIdenticalCall() {
    return subject -> {
      Set<ToolCall> seen = new HashSet<>();
      return first(call -> !seen.add(call), "the same call once more").test(subject);
    };
  }

  /**
   * Holds when a call names no tool of the prefix, or its arguments are no JSON object, or a
   * parameter that the tool requires is missing. Arguments left out count as an empty object.
   */
  static Rule invalidCall() {
    return subject -> {
      Map<String, JsonNode> tools = new HashMap<>();
      for (JsonNode tool : subject.prefix().tools()) {
        JsonNode function = tool.path("function");
        JsonNode definition = function.isObject() ? function : tool;
        tools.put(definition.path("name").asText(""), definition);
      }
      for (ToolCall call : subject.toolCalls()) {
        Optional<String> fault = fault(call, tools);
        if (fault.isPresent()) {
          return Finding.quoting(shown(call), fault.get());
        }
      }
      return Finding.of(false);
    };
  }

  private static Optional<String> fault(ToolCall call, Map<String, JsonNode> tools) {
    JsonNode definition = tools.get(call.name());
    if (definition == null) {
      return Optional.of("there is no such tool");
    }
    Optional<JsonNode> arguments = object(call.arguments());
    if (arguments.isEmpty()) {
      return Optional.of("the arguments are not a JSON object");
    }
    for (JsonNode required : definition.path("parameters").path("required")) {
      if (!arguments.get().has(required.asText())) {
        return Optional.of("a required argument is missing: " + required.asText());
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> object(String arguments) {
    try {
      JsonNode tree = JSON.readTree(arguments.isBlank() ? "{}" : arguments);
      return tree != null && tree.isObject() ? Optional.of(tree) : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static Rule first(Predicate<ToolCall> sought, String note) {
    return subject -> {
      List<ToolCall> calls = subject.toolCalls();
      return calls.stream()
          .filter(sought)
          .findFirst()
          .map(call -> Finding.quoting(shown(call), note))
          .orElse(Finding.of(false));
    };
  }

  private static boolean found(Subject subject, Optional<Pattern> pattern, String text) {
    return pattern.isEmpty() || subject.budget().firstMatch(pattern.get(), text).isPresent();
  }

  private static String shown(ToolCall call) {
    return call.name() + call.arguments();
  }
}
