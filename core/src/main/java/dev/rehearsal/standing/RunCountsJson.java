package dev.rehearsal.standing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.estimate.Counts;
import java.util.Map;
import java.util.TreeMap;

/** Counts as JSON, in the names of the result. */
public final class RunCountsJson {
  private RunCountsJson() {}

  /** The counts. */
  public static ObjectNode of(RunCounts counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("prefixes", counts.prefixes());
    ObjectNode categories = json.putObject("categories");
    new TreeMap<>(counts.categories())
        .forEach((id, category) -> categories.set(id, category(category)));
    return json;
  }

  /**
   * What {@link #of} wrote.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  public static RunCounts read(JsonNode json) {
    Map<String, CategoryCounts> categories = new TreeMap<>();
    json.path("categories")
        .properties()
        .forEach(each -> categories.put(each.getKey(), category(each.getValue())));
    return new RunCounts(number(json, "prefixes"), categories);
  }

  private static ObjectNode category(CategoryCounts counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode lanes = json.putObject("lanes");
    new TreeMap<>(counts.lanes())
        .forEach(
            (lane, c) ->
                lanes
                    .putObject(lane)
                    .put("trials", c.trials())
                    .put("hits", c.hits())
                    .put("ungraded", c.ungraded())
                    .put("notApplicable", c.notApplicable()));
    ObjectNode pairs = json.putObject("pairs");
    new TreeMap<>(counts.pairs())
        .forEach(
            (pair, c) ->
                pairs
                    .putObject(pair)
                    .put("both", c.complete().both())
                    .put("onlyA", c.complete().onlyA())
                    .put("onlyB", c.complete().onlyB())
                    .put("neither", c.complete().neither())
                    .put("incomplete", c.incomplete())
                    .put("outside", c.outside()));
    return json;
  }

  private static CategoryCounts category(JsonNode json) {
    Map<String, Counts> lanes = new TreeMap<>();
    json.path("lanes")
        .properties()
        .forEach(
            each ->
                lanes.put(
                    each.getKey(),
                    new Counts(
                        number(each.getValue(), "hits"),
                        number(each.getValue(), "trials"),
                        number(each.getValue(), "ungraded"),
                        number(each.getValue(), "notApplicable"))));
    Map<String, PairCounts> pairs = new TreeMap<>();
    json.path("pairs")
        .properties()
        .forEach(
            each ->
                pairs.put(
                    each.getKey(),
                    new PairCounts(
                        new PairedCounts(
                            number(each.getValue(), "both"),
                            number(each.getValue(), "onlyA"),
                            number(each.getValue(), "onlyB"),
                            number(each.getValue(), "neither")),
                        number(each.getValue(), "incomplete"),
                        number(each.getValue(), "outside"))));
    return new CategoryCounts(lanes, pairs);
  }

  private static long number(JsonNode json, String field) {
    if (!json.path(field).canConvertToLong()) {
      throw new IllegalArgumentException(field + " is no count in " + json);
    }
    return json.path(field).asLong();
  }
}
