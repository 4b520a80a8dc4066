package dev.rehearsal.app.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.StopRule;
import java.util.List;

/** An unpaired comparison as JSON; what is not known, and what is infinite, is null. */
final class UnpairedJson {
  private UnpairedJson() {}

  static ObjectNode of(
      Unpaired sides,
      StopRule.Baseline rule,
      List<IncreaseGate> gates,
      double confidence,
      double alpha) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("a").put("run", sides.a().path().toString()).put("lane", sides.a().lane());
    json.putObject("b").put("run", sides.b().path().toString()).put("lane", sides.b().lane());
    json.put("unpaired", true);
    json.put("ofLogsAlone", sides.ofLogsAlone());
    json.put("confidence", confidence).put("confidenceEach", 1 - alpha);
    ArrayNode comparisons = json.putArray("comparisons");
    sides
        .categories()
        .forEach(
            (category, comparison) -> {
              Unpaired.Missing missing = sides.missing().get(category);
              comparisons.add(
                  of(category, comparison, rule)
                      .put("missingA", missing == null ? 0 : missing.ofA())
                      .put("missingB", missing == null ? 0 : missing.ofB()));
            });
    PairedJson.left(json, sides.left());
    IncreaseGate.into(json, gates);
    return json;
  }

  private static ObjectNode of(
      String category, UnpairedComparison comparison, StopRule.Baseline rule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("category", category);
    counts(json, "A", comparison.reference());
    counts(json, "B", comparison.compared());
    PairedJson.number(json, "ratio", comparison.ratio());
    PairedJson.range(json, comparison.ratioInterval());
    json.put("method", comparison.method());
    PairedJson.range(json.putObject("odds"), comparison.deciding());
    json.put("fisher", comparison.fisher());
    PairedJson.range(json.putObject("conditionalRatio"), comparison.conditionalRatio());
    comparison
        .difference()
        .ifPresent(
            difference ->
                json.putObject("difference")
                    .put("value", difference.difference())
                    .put("low", difference.low())
                    .put("high", difference.high()));
    json.put("state", comparison.state(rule).name());
    return json;
  }

  private static void counts(ObjectNode json, String side, Counts counts) {
    json.put("hits" + side, counts.hits()).put("trials" + side, counts.trials());
    PairedJson.number(json, "rate" + side, counts.rate());
  }
}
