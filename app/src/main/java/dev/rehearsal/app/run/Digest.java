package dev.rehearsal.app.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.graders.Grader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hashes of all that can change an observation or a decision, part by part; never of limits,
 * prices, budgets, deadlines or secrets, so those may change on resume (docs/architecture.md).
 */
final class Digest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Digest() {}

  /**
   * The digest of a run, by part: sample, models, graders, taxonomy, plan.
   *
   * @param graders opened, by name
   * @param content hash of the log; empty for a source that arrives
   */
  static Map<String, String> of(
      CheckedPlan checked, Map<String, Grader> graders, Optional<String> content) {
    Plan plan = checked.plan();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("sample", hash(sample(checked, content)));
    parts.put("models", hash(models(checked)));
    ObjectNode fingerprints = JSON.objectNode();
    new TreeMap<>(graders).forEach((name, g) -> fingerprints.put(name, g.fingerprint()));
    parts.put("graders", hash(fingerprints));
    parts.put("taxonomy", hash(taxonomy(plan)));
    parts.put("plan", hash(estimation(plan)));
    return parts;
  }

  /**
   * Checks that a resumed run is the run that was begun.
   *
   * @throws RehearsalException with exit code 2, naming the parts that changed
   */
  static void requireSame(Map<String, String> begun, Map<String, String> now, String folder) {
    String changed =
        String.join(
            ", ",
            now.keySet().stream()
                .filter(part -> !Objects.equals(begun.get(part), now.get(part)))
                .toList());
    if (!changed.isEmpty()) {
      throw RehearsalException.badUsage(
          "%s cannot be resumed: the plan's %s changed since it began, so its results could not be added"
                  .formatted(folder, changed)
              + " up; start a new run, or undo the change");
    }
  }

  private static ObjectNode sample(CheckedPlan checked, Optional<String> content) {
    ObjectNode json = JSON.objectNode();
    json.put("sample", checked.plan().sample().toString());
    json.set("source", checked.source().canonical());
    json.put("content", content.orElse(""));
    return json;
  }

  private static ObjectNode models(CheckedPlan checked) {
    ObjectNode json = JSON.objectNode();
    for (Lane lane : checked.plan().lanes()) {
      ObjectNode of = json.putObject(lane.name());
      of.put("model", lane.model().orElse(""));
      of.put("fraction", lane.fraction());
      JsonNode settings =
          checked.model(lane).map(model -> model.canonicalSettings()).orElse(JSON.objectNode());
      of.set("settings", settings);
    }
    return json;
  }

  private static ArrayNode taxonomy(Plan plan) {
    ArrayNode json = JSON.arrayNode();
    for (Category category : plan.categories()) {
      json.add(category.toString());
    }
    return json;
  }

  private static ObjectNode estimation(Plan plan) {
    ObjectNode json = JSON.objectNode();
    json.put("estimate", plan.estimate().toString());
    json.put("lookEvery", plan.stop().lookEvery());
    json.put("stops", plan.stop().enabled());
    return json;
  }

  private static String hash(JsonNode part) {
    return Canonical.sha256(Canonical.json(part));
  }
}
