package dev.rehearsal.app.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.TargetMix;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.journal.Spent;
import dev.rehearsal.streams.pipeline.ReplyTotals;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The result as JSON: {@code summary.json}, and the last line of {@code --json}. */
public final class Summary {
  /** Of the fields below; a field that is taken away or changes its meaning makes a new one. */
  static final int SCHEMA = 1;

  private Summary() {}

  public static ObjectNode json(RunResult result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("run", result.folder().toString());
    json.put("name", result.plan().name());
    json.put("status", result.status().name().toLowerCase(Locale.ROOT));
    result.plan().note().ifPresent(note -> json.put("note", note));
    result.reason().ifPresent(reason -> json.put("reason", reason));
    json.put("estimand", result.plan().estimate().estimand().name().toLowerCase(Locale.ROOT));
    json.put("unit", result.plan().sample().unit().name().toLowerCase(Locale.ROOT));
    result.plan().estimate().targetMix().ifPresent(mix -> targetMix(json, mix));
    result
        .plan()
        .sample()
        .strata()
        .ifPresent(drawn -> json.set("strata", StrataJson.of(drawn.field(), result.strata())));
    result.fraction().ifPresent(status -> json.set("sampling", sampling(status)));
    json.put("confidence", result.plan().estimate().confidence());
    json.put("simultaneous", result.plan().estimate().simultaneous());
    json.put("admitted", result.standing().watermark());
    ObjectNode funnel = json.putObject("funnel");
    funnel.put("read", result.funnel().read());
    funnel.put("quarantined", result.funnel().quarantined());
    funnel.put("dropped", result.funnel().dropped());
    funnel.put("unsampled", result.funnel().unsampled());
    funnel.put("sampled", result.funnel().sampled());
    funnel.put("admitted", result.standing().watermark());
    json.set("replies", replies(result));
    ObjectNode quarantined = json.putObject("quarantined");
    new TreeMap<>(result.quarantined()).forEach(quarantined::put);
    json.set("categories", categories(result));
    json.set("estimates", StandingJson.estimates(result.standing()));
    json.set("comparisons", StandingJson.comparisons(result.standing()));
    json.set("gates", GateReport.json(result.gates()));
    json.set("alarms", StandingJson.alarms(result.standing()));
    result.onlook().ifPresent(onlook -> json.set("live", onlook.json()));
    json.set("discoveries", discoveries(result.claims()));
    json.set("cost", cost(result));
    Floor.of(result.standing())
        .ifPresentOrElse(rate -> json.put("floor", rate), () -> json.putNull("floor"));
    ObjectNode digest = json.putObject("digest");
    new TreeMap<>(result.digest()).forEach(digest::put);
    return json;
  }

  private static void targetMix(ObjectNode json, TargetMix mix) {
    ObjectNode shares = json.putObject("targetMix").put("field", mix.field()).putObject("shares");
    mix.shares().forEach(shares::put);
  }

  private static ObjectNode sampling(FractionStatus status) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("fraction", status.fraction())
        .put("changes", status.changes())
        .put("least", status.least())
        .put("greatest", status.greatest());
  }

  /** Writes it whole or not at all. */
  public static void write(RunResult result, Path file) {
    WholeFile.write(file, json(result).toPrettyString() + "\n", "the journal");
  }

  private static ObjectNode replies(RunResult result) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ReplyTotals sum = ReplyTotals.NONE;
    ObjectNode lanes = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, ReplyTotals> lane : new TreeMap<>(result.replies()).entrySet()) {
      ReplyTotals totals = lane.getValue();
      sum = sum.plus(totals);
      ObjectNode json = counts(lanes.putObject(lane.getKey()), totals);
      json.put("truncated", totals.truncated());
      json.put("prefixDiffers", totals.prefixDiffers());
      ObjectNode served = json.putObject("served");
      new TreeMap<>(totals.served()).forEach(served::put);
    }
    counts(all, sum);
    all.set("lanes", lanes);
    return all;
  }

  private static ObjectNode counts(ObjectNode json, ReplyTotals totals) {
    json.put("answered", totals.answered());
    json.put("reused", totals.reused());
    json.put("blocked", totals.blocked());
    json.put("failed", totals.failed());
    return json;
  }

  private static ArrayNode categories(RunResult result) {
    ObjectNode decidedAt = StandingJson.decidedAt(result.standing());
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Category category : result.plan().categories()) {
      ObjectNode json = array.addObject();
      json.put("category", category.id());
      json.put("title", category.title());
      json.put("severity", category.severity());
      put(json, "tolerance", category.tolerance());
      put(json, "maxIncrease", category.maxIncrease());
      json.put("blocks", category.blocks());
      json.set("decidedAt", decidedAt.path(category.id()));
    }
    return array;
  }

  private static ObjectNode discoveries(Claims claims) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("falseDiscoveryRate", claims.error());
    json.put("quantities", claims.quantities());
    json.put("discovered", claims.discovered().size());
    put(
        json,
        "confidenceOfIntervals",
        claims.selectedError().isPresent()
            ? OptionalDouble.of(1 - claims.selectedError().getAsDouble())
            : OptionalDouble.empty());
    ArrayNode array = json.putArray("claims");
    for (Claims.Claim claim : claims.all()) {
      ObjectNode each = array.addObject();
      each.put("category", claim.category());
      each.put("lane", claim.lane());
      claim
          .against()
          .ifPresentOrElse(lane -> each.put("against", lane), () -> each.putNull("against"));
      each.put("claim", claim.says().name());
      put(each, "tolerance", claim.tolerance());
      put(each, "logE", OptionalDouble.of(claim.logE()));
      each.put("discovery", claim.discovery());
      each.put("holdsWithAllOthers", claim.familywise());
      ObjectNode range = each.putObject(claim.against().isPresent() ? "discordantOdds" : "rate");
      put(range, "low", claim.low());
      put(range, "high", claim.high());
    }
    return json;
  }

  /** What is not known, and what is infinite, is null. */
  private static void put(ObjectNode json, String field, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.put(field, value.getAsDouble());
    } else {
      json.putNull(field);
    }
  }

  private static ObjectNode cost(RunResult result) {
    Spent sum = result.spent().values().stream().reduce(Spent.NOTHING, Spent::plus);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("calls", sum.attempts());
    json.put("inputTokens", sum.inputTokens());
    json.put("outputTokens", sum.outputTokens());
    if (result.priced()) {
      json.put("usd", sum.usd());
    } else {
      json.putNull("usd");
    }
    result
        .charged()
        .ifPresentOrElse(
            cost ->
                json.putObject("charged")
                    .put("calls", cost.calls())
                    .put("tokens", cost.tokens())
                    .put("usd", cost.usd()),
            () -> json.putNull("charged"));
    return json;
  }
}
