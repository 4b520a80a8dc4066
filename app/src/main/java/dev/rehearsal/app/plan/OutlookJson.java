package dev.rehearsal.app.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.check.Asked;
import dev.rehearsal.app.result.Floor;
import dev.rehearsal.app.result.StrataJson;
import dev.rehearsal.config.Plan;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An outlook as JSON; what is not known is null. */
final class OutlookJson {
  private OutlookJson() {}

  static ObjectNode of(Outlook outlook) {
    Plan plan = outlook.checked().plan();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("plan", plan.file().toString());
    json.put("name", plan.name());
    ObjectNode funnel = json.putObject("funnel");
    funnel.put("read", outlook.funnel().read());
    funnel.put("quarantined", outlook.funnel().quarantined());
    funnel.put("dropped", outlook.funnel().dropped());
    funnel.put("unsampled", outlook.funnel().unsampled());
    funnel.put("sampled", outlook.funnel().sampled());
    ObjectNode quarantined = json.putObject("quarantined");
    new TreeMap<>(outlook.quarantined()).forEach(quarantined::put);
    put(json, "prefixes", outlook.size());
    json.set("reach", reach(outlook.horizon(), plan.sample().strata().isEmpty()));
    plan.sample()
        .strata()
        .ifPresent(drawn -> json.set("strata", StrataJson.of(drawn.field(), outlook.strata())));
    json.put("estimand", plan.estimate().estimand().name().toLowerCase(Locale.ROOT));
    json.put("confidence", plan.estimate().confidence());
    json.put("simultaneous", plan.estimate().simultaneous());
    json.put("namedEstimates", plan.namedEstimates());
    json.set("categories", categories(outlook));
    json.set("asked", asked(outlook));
    put(json, "mostUsd", outlook.mostUsd());
    ObjectNode seconds = json.putObject("leastSeconds");
    outlook.time().forEach((key, time) -> seconds.put(key, time.toMillis() / 1000.0));
    ArrayNode hosts = json.putArray("sendsTo");
    outlook
        .destinations()
        .forEach(
            to -> {
              ObjectNode host = hosts.addObject().put("host", to.host());
              host.put("inSendTo", to.allowed()).put("deIdentified", false);
            });
    return json;
  }

  private static ArrayNode categories(Outlook outlook) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (CategoryOutlook each : outlook.categories()) {
      ObjectNode json = array.addObject();
      json.put("category", each.category().id());
      json.put("title", each.category().title());
      json.put("population", each.question().population());
      put(json, "populationSize", each.question().populationSize());
      json.put("confidence", 1 - each.question().alpha());
      json.put("method", each.method());
      ArrayNode rules = json.putArray("rules");
      each.rules().forEach(rules::add);
      put(json, "leastTrialsWithoutHit", each.leastTrials());
      put(json, "excludedWithoutHit", each.excluded());
      ArrayNode expected = json.putArray("expected");
      each.expectations().forEach(row -> expected.add(expected(row, outlook.horizon())));
    }
    return array;
  }

  private static ObjectNode reach(Horizon horizon, boolean floor) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, "prefixes", horizon.prefixes());
    json.put("limit", horizon.limit());
    put(
        json,
        "seesRatesFrom",
        floor && horizon.prefixes().orElse(0) > 0
            ? OptionalDouble.of(Floor.of(horizon.prefixes().getAsLong()))
            : OptionalDouble.empty());
    return json;
  }

  /** Of one rule at one assumed rate; costs are those of the mean. */
  private static ObjectNode expected(Expectation row, Horizon horizon) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rule", row.rule());
    json.put("rate", row.rate());
    put(json, "factor", row.factor());
    put(json, "prefixes", row.prefixes());
    json.put("standardError", row.trials().standardError() * row.prefixesPerTrial());
    put(json, "medianPrefixes", row.medianPrefixes());
    if (horizon.prefixes().isPresent()) {
      json.put("chanceWithinReach", row.trials().within());
    } else {
      json.putNull("chanceWithinReach");
    }
    put(json, "calls", times(row, OptionalDouble.of(horizon.calls())));
    put(json, "tokens", times(row, horizon.tokens()));
    put(json, "usd", times(row, horizon.usd()));
    put(json, "seconds", times(row, OptionalDouble.of(horizon.seconds())));
    return json;
  }

  private static OptionalDouble times(Expectation row, OptionalDouble each) {
    return row.prefixes().isPresent() && each.isPresent()
        ? OptionalDouble.of(row.prefixes().getAsDouble() * each.getAsDouble())
        : OptionalDouble.empty();
  }

  private static ArrayNode asked(Outlook outlook) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Asked each : outlook.asked()) {
      ObjectNode json = array.addObject();
      json.put("who", each.who());
      json.put("model", each.model().name());
      each.model()
          .host()
          .ifPresentOrElse(host -> json.put("host", host), () -> json.putNull("host"));
      put(json, "asks", each.asks());
      put(json, "mostCalls", each.mostCalls());
      put(json, "mostTokens", each.mostTokens());
      put(json, "mostUsd", each.mostUsd());
    }
    return array;
  }

  private static void put(ObjectNode json, String field, OptionalLong value) {
    value.ifPresentOrElse(number -> json.put(field, number), () -> json.putNull(field));
  }

  private static void put(ObjectNode json, String field, OptionalDouble value) {
    value.ifPresentOrElse(number -> json.put(field, number), () -> json.putNull(field));
  }
}
