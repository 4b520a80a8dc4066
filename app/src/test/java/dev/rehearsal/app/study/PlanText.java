package dev.rehearsal.app.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A plan whose lanes ask models behind HTTP and whose replies are graded by a rule. Models are
 * impatient, so that faults pass quickly.
 */
final class PlanText {
  private static final String MODEL =
      """
        type = openai, model = NAME, in-flight = 16, timeout = 1s, attempts = 5
          retries { first = 5ms, longest = 100ms }
      """;

  private final Path log;
  private final Map<String, String> lanes = new LinkedHashMap<>();
  private final Map<String, String> categories = new LinkedHashMap<>();
  private String more = "";

  PlanText(Path log) {
    this.log = log;
  }

  /** A lane asks a model of its own at {@code url}; {@code settings} win over the usual ones. */
  PlanText lane(String lane, String url, String settings) {
    lanes.put(lane, "base-url = \"" + url + "\"\n          " + settings);
    return this;
  }

  /** A category of the simulated model, with whatever else it says. */
  PlanText category(String id, String settings) {
    categories.put(id, settings);
    return this;
  }

  /** Anything else, at the top level. */
  PlanText with(String text) {
    more += text + "\n";
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("source { type = jsonl, paths = [\"%s\"] }%n".formatted(log));
    text.append("send-to = [\"127.0.0.1\"]\n");
    text.append("models {\n");
    lanes.forEach(
        (lane, model) ->
            text.append(
                "  %s-model {%n%s          %s%n  }%n"
                    .formatted(lane, MODEL.replace("NAME", lane), model)));
    text.append("}\nlanes {");
    text.append(
        lanes.keySet().stream()
            .map(lane -> " " + lane + " = " + lane + "-model")
            .collect(Collectors.joining(",")));
    text.append(" }\ngraders {\n");
    categories
        .keySet()
        .forEach(
            id ->
                text.append(
                    "  finds-%s { type = rule, contains = \"VIOLATES(%s)\" }%n".formatted(id, id)));
    text.append("}\ncategories = [\n");
    categories.forEach(
        (id, settings) ->
            text.append("  { id = %s, grader = finds-%s, %s }%n".formatted(id, id, settings)));
    return text.append("]\n").append(more).toString();
  }
}
