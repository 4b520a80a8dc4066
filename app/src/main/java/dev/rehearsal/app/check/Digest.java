package dev.rehearsal.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.config.PlanDigest;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.graders.Grader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hashes of all that can change an observation or a decision, part by part, so that a resume can
 * say which part changed; never of limits, prices, budgets, deadlines or secrets.
 */
public final class Digest {
  private Digest() {}

  /**
   * The digest of a run, by part: sample, log, recorded, lanes, models, graders, taxonomy, plan;
   * and group, where one is counted together with others: what a folder holds was added to one
   * total.
   *
   * @param graders opened, by name
   * @param content hash of the log; empty for a source that arrives
   * @param recordings hash of the recorded replies, by model
   */
  public static Map<String, String> of(
      CheckedPlan checked,
      Map<String, Grader> graders,
      Optional<String> content,
      Map<String, String> recordings) {
    Plan plan = checked.plan();
    Map<String, JsonNode> models = models(checked);
    Map<String, JsonNode> fingerprints = new TreeMap<>();
    graders.forEach(
        (name, grader) ->
            fingerprints.put("grader." + name, TextNode.valueOf(grader.fingerprint())));
    Map<String, JsonNode> parts = new TreeMap<>(models);
    parts.putAll(fingerprints);
    Map<String, String> digest = new LinkedHashMap<>();
    digest.put(
        "sample",
        Canonical.sha256(PlanDigest.sample(plan), Canonical.json(checked.source().canonical())));
    digest.put("log", content.orElse(""));
    Map<String, JsonNode> recorded = new TreeMap<>();
    recordings.forEach((model, hash) -> recorded.put(model, TextNode.valueOf(hash)));
    digest.put("recorded", recorded.isEmpty() ? "" : hash(recorded));
    digest.put("lanes", hash(lanes(checked)));
    digest.put("models", hash(models));
    digest.put("graders", hash(fingerprints));
    digest.put("taxonomy", PlanDigest.taxonomy(plan));
    digest.put("plan", PlanDigest.of(plan, parts));
    plan.group()
        .ifPresent(
            group ->
                digest.put(
                    "group",
                    Canonical.sha256(
                        plan.name(),
                        plan.source().string("group"),
                        group.totals(),
                        group.epoch().toString())));
    return digest;
  }

  /**
   * Checks that a resumed run is the run that was begun.
   *
   * @throws RehearsalException with exit code 2, naming the parts that changed
   */
  public static void requireSame(
      Map<String, String> begun, Map<String, String> now, String folder) {
    String changed =
        String.join(
            ", ",
            now.keySet().stream()
                .filter(part -> !Objects.equals(begun.get(part), now.get(part)))
                .toList());
    if (!changed.isEmpty()) {
      throw RehearsalException.badUsage(
          "%s cannot be resumed: the plan's %s changed since it began, or what this version makes"
                  .formatted(folder, changed)
              + " of it, so its results could not be added up; start a new run, or undo the"
              + " change");
    }
  }

  private static Map<String, JsonNode> models(CheckedPlan checked) {
    Map<String, JsonNode> models = new TreeMap<>();
    for (ModelSpec model : checked.asked()) {
      models.put("model." + model.name(), model.canonicalSettings());
    }
    return models;
  }

  private static Map<String, JsonNode> lanes(CheckedPlan checked) {
    Map<String, JsonNode> lanes = new TreeMap<>();
    for (Lane lane : checked.plan().lanes()) {
      ObjectNode tree = JsonNodeFactory.instance.objectNode();
      tree.put("fraction", lane.fraction());
      tree.set(
          "model", checked.model(lane).map(ModelSpec::canonicalSettings).orElse(tree.nullNode()));
      lanes.put(lane.name(), tree);
    }
    return lanes;
  }

  private static String hash(Map<String, JsonNode> parts) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    parts.forEach(tree::set);
    return Canonical.sha256(Canonical.json(tree));
  }
}
