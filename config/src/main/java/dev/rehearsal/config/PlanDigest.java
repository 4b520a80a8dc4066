package dev.rehearsal.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Canonical;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Hash of what can change an observation, and of nothing else: a run may be resumed by a plan with
 * the same digest. Limits, prices, prefixes, budget, deadline, hosts, files, addresses and secrets
 * may differ.
 */
public final class PlanDigest {
  /** Raised when what the hash covers changes. */
  private static final int FORMAT = 2;

  /** Raised when the same plan takes other prefixes of capped users, or in another order. */
  private static final int PER_USER_ORDER = 2;

  private PlanDigest() {}

  /**
   * The digest, 64 lower-case hex digits.
   *
   * @param parts what the owners of models and graders say of theirs, by name, such as {@code
   *     model.new} to its canonical request settings and {@code grader.refusal} to its fingerprint;
   *     without secrets, addresses, limits and prices
   */
  public static String of(Plan plan, Map<String, JsonNode> parts) {
    ObjectNode tree = object();
    tree.put("format", FORMAT);
    tree.set("sample", sample(plan.sample()));
    tree.set("lanes", lanes(plan.lanes()));
    tree.set("categories", categories(plan.categories()));
    tree.set("estimate", estimate(plan.estimate()));
    tree.put("rules", plan.stop().enabled());
    tree.put("lookEvery", plan.stop().lookEvery());
    if (plan.stop().futility().isPresent()) {
      // What is given up depends on how much is still to come.
      tree.put("futility", plan.stop().futility().getAsDouble());
      plan.stop().maxPrefixes().ifPresent(most -> tree.put("maxPrefixes", most));
    }
    ObjectNode named = tree.putObject("parts");
    new TreeMap<>(parts).forEach(named::set);
    return Canonical.sha256(Canonical.json(tree));
  }

  /** Hash of the categories alone: what a forecast calls its taxonomy. */
  public static String taxonomy(Plan plan) {
    return Canonical.sha256(Canonical.json(categories(plan.categories())));
  }

  /** Hash of the sample alone: its cut, its seed and its filters. */
  public static String sample(Plan plan) {
    return Canonical.sha256(Canonical.json(sample(plan.sample())));
  }

  private static ObjectNode sample(Sample sample) {
    ObjectNode tree = object();
    tree.put("unit", Wording.name(sample.unit()));
    tree.put("cut", Wording.name(sample.cut()));
    tree.put("fraction", sample.fraction());
    if (sample.skip() > 0) {
      tree.put("skip", sample.skip());
    }
    tree.put("seed", sample.seed());
    sample
        .perUser()
        .ifPresent(most -> tree.put("perUser", most).put("perUserOrder", PER_USER_ORDER));
    ArrayNode slices = tree.putArray("slices");
    sample.slices().forEach(slices::add);
    tree.set("keep", filters(sample.keep()));
    tree.set("drop", filters(sample.drop()));
    sample
        .strata()
        .ifPresent(
            strata -> {
              ObjectNode drawn = tree.putObject("strata").put("field", strata.field());
              strata.fractions().forEach(drawn.putObject("fractions")::put);
              put(drawn, "otherwise", strata.otherwise());
            });
    return tree;
  }

  private static ArrayNode filters(List<Filter> filters) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Filter filter : filters) {
      ObjectNode tree = array.addObject().put("field", filter.field());
      if (filter.test() instanceof Filter.In in) {
        tree.putArray("in").addAll(in.values());
      } else if (filter.test() instanceof Filter.Exists exists) {
        tree.put("exists", exists.exists());
      } else if (filter.test() instanceof Filter.Matches matches) {
        tree.put("matches", matches.pattern().pattern());
      }
    }
    return array;
  }

  private static ArrayNode lanes(List<Lane> lanes) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Lane lane : lanes) {
      ObjectNode tree = array.addObject();
      tree.put("name", lane.name());
      tree.put("model", lane.model().orElse(""));
      tree.put("fraction", lane.fraction());
      if (lane.repeats()) {
        tree.put("samples", lane.samples());
      }
    }
    return array;
  }

  /** Severity and tolerance say what is made of an observation and do not change one. */
  private static ArrayNode categories(List<Category> categories) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Category category : categories) {
      ObjectNode tree = array.addObject();
      tree.put("id", category.id());
      tree.put("title", category.title());
      tree.put("grader", category.grader());
      put(tree, "expectedRate", category.expectedRate());
      if (category.weight() != 1) {
        tree.put("weight", category.weight());
      }
      StopRules rules = category.rules();
      put(tree, "threshold", rules.threshold());
      put(tree, "relative", rules.relative());
      put(tree, "absolute", rules.absolute());
      put(tree, "equivalence", rules.equivalence());
      tree.put("baseline", rules.baseline());
    }
    return array;
  }

  private static ObjectNode estimate(Estimate estimate) {
    ObjectNode tree = object();
    tree.put("confidence", estimate.confidence());
    tree.put("simultaneous", estimate.simultaneous());
    tree.put("estimand", Wording.name(estimate.estimand()));
    estimate
        .targetMix()
        .ifPresent(
            mix -> {
              ObjectNode shares = tree.putObject("targetMix").put("field", mix.field());
              mix.shares().forEach(shares.putObject("shares")::put);
            });
    tree.put("missingTimesAsBad", estimate.missingTimesAsBad());
    return tree;
  }

  private static void put(ObjectNode tree, String key, OptionalDouble value) {
    value.ifPresent(number -> tree.put(key, number));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
