package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.forecast.CategoryForecast;
import dev.rehearsal.forecast.RateForecast;
import dev.rehearsal.forecast.Smoothed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A forecast as it is frozen: everything that a score needs, and the digests of what it came from.
 *
 * @param json the fields of a forecast file
 */
record FrozenForecast(JsonNode json) {
  static final int SCHEMA = 1;

  /**
   * One category.
   *
   * @param grader fingerprint
   * @param graderStatus how the grader stood against human labels, in words
   * @param lanes counts by lane
   * @param settled whether the run had settled that the rate changes
   * @param forecast rates by every way that the lanes allow
   * @param promised interval of the recommended one
   */
  record Category(
      String id,
      String title,
      String grader,
      String graderStatus,
      Map<String, Counts> lanes,
      boolean settled,
      CategoryForecast forecast,
      Interval promised) {
    /** The old model in production: what "nothing changes" forecasts. */
    Counts previous() {
      return lanes.getOrDefault(CountedRun.PRODUCTION, Counts.NONE);
    }

    /** The new model on the old model's prefixes. */
    Counts simulated() {
      return lanes.getOrDefault(CountedRun.CANDIDATE, Counts.NONE);
    }

    Kind recommended() {
      return Kind.recommended(forecast);
    }
  }

  /** The level of one promised interval; see {@link Freezing}. */
  double confidenceEach() {
    return json.path("confidenceEach").asDouble();
  }

  /** The level that all promises and all that is observed keep together. */
  double confidence() {
    return json.path("confidence").asDouble();
  }

  double predictiveConfidence() {
    return json.path("predictive").path("confidence").asDouble();
  }

  /** All categories, in the order of the file. */
  List<Category> categories() {
    List<Category> categories = new ArrayList<>();
    for (JsonNode category : json.path("categories")) {
      Map<String, Counts> lanes = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> lane : category.path("lanes").properties()) {
        lanes.put(
            lane.getKey(),
            Counts.of(
                lane.getValue().path("hits").asLong(), lane.getValue().path("trials").asLong()));
      }
      CategoryForecast forecast =
          new CategoryForecast(
              rate(category, Kind.RAW).orElseThrow(),
              rate(category, Kind.RATIO),
              rate(category, Kind.ENVIRONMENT),
              rate(category, Kind.SHRUNKEN));
      JsonNode promise = category.path(Kind.recommended(forecast).text());
      categories.add(
          new Category(
              category.path("category").asText(),
              category.path("title").asText(),
              category.path("grader").asText(),
              category.path("graderStatus").asText(),
              lanes,
              category.path("settled").asBoolean(),
              forecast,
              new Interval(promise.path("low").asDouble(), promise.path("high").asDouble())));
    }
    return categories;
  }

  /** A forecast in the fields of the file. */
  static JsonNode json(
      Optional<RateForecast> forecast, Counts previous, Function<RateForecast, Interval> promised) {
    return forecast
        .<JsonNode>map(
            promise -> {
              Interval interval = promised.apply(promise);
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              json.put("rate", promise.rate());
              json.put("low", interval.low());
              json.put("high", interval.high());
              json.put("shape", promise.shape());
              json.put("spread", promise.spread());
              json.put(
                  "direction", direction(Double.compare(promise.rate(), Smoothed.rate(previous))));
              return json;
            })
        .orElseGet(JsonNodeFactory.instance::nullNode);
  }

  /** Several texts in the fields of the file. */
  static ArrayNode texts(Iterable<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  static String direction(int sign) {
    return sign > 0 ? "up" : sign < 0 ? "down" : "same";
  }

  private static Optional<RateForecast> rate(JsonNode category, Kind kind) {
    JsonNode json = category.path(kind.text());
    return json.isObject()
        ? Optional.of(
            new RateForecast(
                json.path("rate").asDouble(),
                json.path("shape").asDouble(),
                json.path("spread").asDouble()))
        : Optional.empty();
  }
}
