package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.forecast.CountedRun.Counted;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.forecast.Forecasts;
import dev.rehearsal.forecast.LaneCounts;
import dev.rehearsal.forecast.RateForecast;
import dev.rehearsal.streams.journal.RunStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a forecast of a run.
 *
 * <p>A promised interval and what will be observed each get half of a category's share of the
 * error, so that with the run's confidence no true promise of any category is ever called broken.
 *
 * @param run that has ended
 * @param predictive level of the range of future counts, within (0, 1)
 * @param when it is frozen
 */
record Freezing(CountedRun run, double predictive, Instant when) {
  private static final int SIDES = 2;

  /**
   * Checks that the run has something to promise.
   *
   * @throws RehearsalException when it failed, goes on, has no result or no candidate
   */
  Freezing {
    RunStatus status = run.stored().status();
    if (status == RunStatus.RUNNING) {
      throw RehearsalException.badUsage(
          run.path() + " is still going on; freeze it once it has ended");
    }
    if (status == RunStatus.FAILED) {
      throw RehearsalException.badUsage(
          run.path()
              + " failed: its counts stand for nothing; go on with rehearsal run --resume, then"
              + " freeze it");
    }
    if (!run.stored().ended()) {
      throw RehearsalException.badUsage(
          run.path()
              + " was killed and has no result; go on with rehearsal run --resume, then freeze it");
    }
    for (String lane : List.of(CountedRun.PRODUCTION, CountedRun.CANDIDATE)) {
      if (!run.lanes().contains(lane)) {
        throw RehearsalException.badUsage(
            "%s has no verdict in the lane %s (its lanes are %s): a forecast needs the recorded replies and the candidate's"
                .formatted(run.path(), lane, String.join(", ", run.lanes())));
      }
    }
  }

  FrozenForecast freeze() {
    Map<String, Counted> usable = new LinkedHashMap<>();
    List<String> left = new ArrayList<>();
    run.categories()
        .forEach(
            (id, category) -> {
              Set<String> lanes = category.lanes().keySet();
              if (lanes.contains(CountedRun.PRODUCTION) && lanes.contains(CountedRun.CANDIDATE)) {
                usable.put(id, category);
              } else {
                left.add(id);
              }
            });
    Forecasts forecasts = Forecasts.of(usable.values().stream().map(Freezing::lanes).toList());
    double confidence = run.stored().summary().path("confidence").asDouble();
    double alpha = (1 - confidence) / (SIDES * Math.max(1, usable.size()));
    ObjectNode json = head(confidence, alpha);
    json.set("leftOut", FrozenForecast.texts(left));
    json.set(
        "missingLanes",
        FrozenForecast.texts(
            run.lanes().contains(CountedRun.BASELINE) ? List.of() : List.of(CountedRun.BASELINE)));
    fidelity(json, forecasts);
    ArrayNode categories = json.putArray("categories");
    int index = 0;
    for (Map.Entry<String, Counted> entry : usable.entrySet()) {
      Counted category = entry.getValue();
      ObjectNode row = categories.addObject();
      row.put("category", entry.getKey());
      row.put("title", category.title());
      row.put("population", category.population());
      row.put("grader", category.grader());
      row.put("graderStatus", category.graderStatus());
      row.put("settled", category.settled());
      ObjectNode lanes = row.putObject("lanes");
      category.lanes().forEach((lane, counts) -> counts(lanes.putObject(lane), counts));
      Counts previous = category.lane(CountedRun.PRODUCTION).orElseThrow();
      for (Kind kind : Kind.values()) {
        row.set(
            kind.text(),
            FrozenForecast.json(
                kind.of(forecasts.categories().get(index)),
                previous,
                promise -> promised(promise, category, kind, alpha)));
      }
      index++;
    }
    return new FrozenForecast(json);
  }

  private ObjectNode head(double confidence, double alpha) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", FrozenForecast.SCHEMA);
    json.put("run", run.stored().row().name());
    json.put("folder", run.path().getFileName().toString());
    json.put("status", run.stored().summary().path("status").asText());
    json.put("started", run.stored().row().started().toString());
    json.put("frozen", when.truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("seed", run.stored().row().seed());
    json.put("admitted", run.stored().watermark());
    json.put("estimand", run.stored().summary().path("estimand").asText());
    json.put("confidence", confidence);
    json.put("confidenceEach", 1 - alpha);
    json.putObject("predictive").put("confidence", predictive);
    ObjectNode digest = json.putObject("digest");
    new TreeMap<>(run.stored().row().digest()).forEach(digest::put);
    ObjectNode versions = json.putObject("versions");
    new TreeMap<>(run.stored().row().versions()).forEach(versions::put);
    return json;
  }

  private static void fidelity(ObjectNode json, Forecasts forecasts) {
    forecasts
        .fidelity()
        .ifPresentOrElse(
            spread ->
                json.putObject("fidelity")
                    .put("mean", spread.mean())
                    .put("variance", spread.variance()),
            () -> json.putNull("fidelity"));
    forecasts
        .movement()
        .ifPresentOrElse(
            variance -> json.put("movement", variance), () -> json.putNull("movement"));
  }

  /** A run or category that ended by what it showed needs an interval that holds at any end. */
  private Interval promised(RateForecast promise, Counted category, Kind kind, double alpha) {
    boolean fixedEnd = run.stored().status() == RunStatus.EXHAUSTED && !category.stopped();
    return fixedEnd
        ? promise.interval(alpha)
        : promise.intervalAtAnyEnd(category.lane(kind.lane()).orElseThrow(), alpha);
  }

  private static LaneCounts lanes(Counted category) {
    return new LaneCounts(
        category.lane(CountedRun.PRODUCTION).orElseThrow(),
        category.lane(CountedRun.BASELINE),
        category.lane(CountedRun.CANDIDATE).orElseThrow());
  }

  private static void counts(ObjectNode json, Counts counts) {
    json.put("hits", counts.hits());
    json.put("trials", counts.trials());
    json.put("ungraded", counts.ungraded());
    json.put("notApplicable", counts.notApplicable());
  }
}
