package dev.rehearsal.app.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import java.util.List;
import java.util.OptionalDouble;

/** A comparison in pairs as JSON; what is not known, and what is infinite, is null. */
final class PairedJson {
  private PairedJson() {}

  static ObjectNode of(
      Pairing pairing,
      List<Result> results,
      List<IncreaseGate> gates,
      double confidence,
      double alpha) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("a").put("run", pairing.a().path().toString()).put("lane", pairing.a().lane());
    object.putObject("b").put("run", pairing.b().path().toString()).put("lane", pairing.b().lane());
    object.put("matched", pairing.matched());
    object.put("onlyA", pairing.onlyA());
    object.put("onlyB", pairing.onlyB());
    object.put("sameSample", pairing.sameSample());
    object.put("confidence", confidence);
    object.put("confidenceEach", 1 - alpha);
    ArrayNode comparisons = object.putArray("comparisons");
    results.forEach(
        result ->
            comparisons.add(json(result).put("missing", pairing.missing().get(result.category()))));
    left(object, pairing.left());
    IncreaseGate.into(object, gates);
    return object;
  }

  private static ObjectNode json(Result result) {
    PairedCounts counts = result.comparison().counts();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("category", result.category());
    object.put("both", counts.both()).put("onlyA", counts.onlyA());
    object.put("onlyB", counts.onlyB()).put("neither", counts.neither());
    number(object, "rateA", counts.reference().rate());
    object.put("lowA", result.a().low()).put("highA", result.a().high());
    number(object, "rateB", counts.compared().rate());
    object.put("lowB", result.b().low()).put("highB", result.b().high());
    number(object, "ratio", result.comparison().ratio());
    range(object, result.ratio());
    range(object.putObject("discordantOdds"), result.comparison().discordantOdds());
    object.put("mcNemar", result.comparison().mcNemar());
    number(object, "correlation", counts.correlation());
    number(object, "pairingGain", counts.pairingGain());
    object.put("state", result.state().name());
    return object;
  }

  /** Categories that only one side graded. */
  static void left(ObjectNode object, List<String> left) {
    ArrayNode array = object.putArray("left");
    left.forEach(array::add);
  }

  static void range(ObjectNode object, RatioInterval range) {
    number(object, "low", OptionalDouble.of(range.low()));
    number(object, "high", OptionalDouble.of(range.high()));
  }

  static void number(ObjectNode object, String field, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      object.put(field, value.getAsDouble());
    } else {
      object.putNull(field);
    }
  }
}
