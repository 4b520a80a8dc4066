package dev.rehearsal.standing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.estimate.Missing;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * Estimates and comparisons as JSON, in the fields of the result. Rates are probabilities; what is
 * not known, and what is infinite, is {@code null}.
 */
public final class StandingJson {
  private StandingJson() {}

  /** The standing: watermark, estimates, comparisons, and where categories were decided. */
  public static ObjectNode of(Standing standing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("watermark", standing.watermark());
    json.set("estimates", estimates(standing));
    json.set("comparisons", comparisons(standing));
    json.set("decidedAt", decidedAt(standing));
    json.set("alarms", alarms(standing));
    return json;
  }

  /** By category, the look at which it was decided and stopped counting; null while it counts. */
  public static ObjectNode decidedAt(Standing standing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    standing.categories().forEach(c -> number(json, c.category(), c.decidedAt()));
    return json;
  }

  /** Every estimate, in the order of categories, lanes and slices. */
  public static ArrayNode estimates(Standing standing) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    standing.estimates().forEach(estimate -> array.add(estimate(estimate)));
    return array;
  }

  /** Every alarm, in the order of categories and lanes. */
  public static ArrayNode alarms(Standing standing) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    standing.alarms().forEach(alarm -> array.add(alarm(alarm)));
    return array;
  }

  /** One alarm; of one of drift also what moved, since when and how often it rings falsely. */
  public static ObjectNode alarm(Alarm alarm) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", alarm.kind());
    json.put("category", alarm.category()).put("lane", alarm.lane()).put("at", alarm.at());
    if (alarm instanceof Alarm.Drifted drifted) {
      json.put("direction", drifted.change().increase() ? "increase" : "decrease");
      json.put("from", drifted.change().known());
      json.put("since", drifted.change().since());
      json.put("sinceHits", drifted.change().hits());
      json.put("sinceTrials", drifted.change().trials());
      json.put("runLength", drifted.watch().runLength());
      json.put("sharedBy", drifted.watch().alarms());
    }
    return json;
  }

  /** Every comparison, in the order of categories and pairs. */
  public static ArrayNode comparisons(Standing standing) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    standing.comparisons().forEach(comparison -> array.add(comparison(comparison)));
    return array;
  }

  private static ObjectNode estimate(Estimate estimate) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("lane", estimate.lane());
    json.put("category", estimate.category());
    json.put("slice", estimate.slice());
    json.put("population", estimate.population());
    number(json, "populationSize", estimate.populationSize());
    json.put("trials", estimate.counts().trials());
    json.put("hits", estimate.counts().hits());
    json.put("ungraded", estimate.counts().ungraded());
    json.put("notApplicable", estimate.counts().notApplicable());
    number(json, "rate", estimate.rate());
    number(json, "effectiveSize", estimate.effectiveSize());
    units(json, estimate.units());
    json.put("low", estimate.interval().low());
    json.put("high", estimate.interval().high());
    json.put("singleLow", estimate.single().low());
    json.put("singleHigh", estimate.single().high());
    json.put("lowIfMissingClean", estimate.worstCase().low());
    json.put("highIfMissingHit", estimate.worstCase().high());
    missing(json, estimate);
    json.put("confidence", estimate.confidence());
    json.put("method", estimate.method());
    json.put("state", estimate.state().name());
    number(json, "decidedAt", estimate.decidedAt());
    json.put("graderStatus", estimate.graderStatus().words());
    return json;
  }

  private static void units(ObjectNode json, Optional<Units> units) {
    number(json, "users", number(units, Units.Kind.USERS));
    number(json, "prefixes", number(units, Units.Kind.PREFIXES));
    number(
        json,
        "repliesPerPrefix",
        units.stream()
            .filter(u -> u.kind() == Units.Kind.PREFIXES)
            .mapToLong(Units::replies)
            .findFirst());
    number(json, "designEffect", units.map(Units::designEffect).orElse(OptionalDouble.empty()));
  }

  private static OptionalLong number(Optional<Units> units, Units.Kind kind) {
    return units.stream().filter(u -> u.kind() == kind).mapToLong(Units::number).findFirst();
  }

  private static void missing(ObjectNode json, Estimate estimate) {
    Optional<Missing> missing = estimate.missing();
    number(json, "missingTimesAsBad", number(missing, Missing::timesAsBad));
    number(json, "missingLargestShare", number(missing, Missing::largestShare));
    number(json, "lowIfMissingAsBad", number(missing, m -> m.interval().low()));
    number(json, "highIfMissingAsBad", number(missing, m -> m.interval().high()));
    number(
        json,
        "tippingTimesAsBad",
        missing.map(Missing::tippingPoint).orElse(OptionalDouble.empty()));
  }

  private static ObjectNode comparison(Comparison comparison) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("category", comparison.category());
    json.put("a", comparison.lanes().a());
    json.put("b", comparison.lanes().b());
    json.put("both", comparison.counts().both());
    json.put("onlyA", comparison.counts().onlyA());
    json.put("onlyB", comparison.counts().onlyB());
    json.put("neither", comparison.counts().neither());
    number(json, "correlation", comparison.counts().correlation());
    number(json, "pairingGain", comparison.counts().pairingGain());
    number(json, "ratio", comparison.ratio());
    json.put("low", comparison.interval().low());
    number(json, "high", OptionalDouble.of(comparison.interval().high()));
    ObjectNode odds = json.putObject("discordantOdds");
    odds.put("low", comparison.discordantOdds().low());
    number(odds, "high", OptionalDouble.of(comparison.discordantOdds().high()));
    json.put("confidence", comparison.confidence());
    json.put("state", comparison.state().name());
    number(json, "decidedAt", comparison.decidedAt());
    return json;
  }

  private static OptionalDouble number(Optional<Missing> missing, ToDoubleFunction<Missing> of) {
    return missing.stream().mapToDouble(of).findFirst();
  }

  private static void number(ObjectNode json, String field, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.put(field, value.getAsDouble());
    } else {
      json.putNull(field);
    }
  }

  private static void number(ObjectNode json, String field, OptionalLong value) {
    if (value.isPresent()) {
      json.put(field, value.getAsLong());
    } else {
      json.putNull(field);
    }
  }
}
