package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.result.GateReport;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.forecast.BinomialLoss;
import dev.rehearsal.forecast.Decomposition;
import dev.rehearsal.forecast.EqualRates;
import dev.rehearsal.forecast.Funnel;
import dev.rehearsal.forecast.LogRatio;
import dev.rehearsal.forecast.NewTypes;
import dev.rehearsal.forecast.Scoreboard;
import dev.rehearsal.forecast.Scored;
import dev.rehearsal.forecast.Smoothed;
import java.util.OptionalDouble;

/** A score for programs: rates are probabilities, losses nats; what is not known is null. */
final class ScoreJson {
  private ScoreJson() {}

  static JsonNode of(Score score, Seal seal) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("sha256", seal.sha256());
    json.put("run", score.run().path().toString());
    json.put("lane", score.lane());
    json.put("confidence", score.forecast().confidence());
    json.put("confidenceEach", score.forecast().confidenceEach());
    json.put("broken", !score.broken().isEmpty());
    json.put("contradicted", !score.contradicted().isEmpty());
    json.set("gates", GateReport.json(score.gates()));
    ArrayNode categories = json.putArray("categories");
    score.results().forEach(result -> categories.add(category(score, result)));
    ObjectNode left = json.putObject("leftOut");
    score.left().forEach(left::put);
    json.set("unforecast", FrozenForecast.texts(score.added()));
    ObjectNode boards = json.putObject("forecasts");
    double alpha = 1 - score.forecast().predictiveConfidence();
    score.boards().forEach((name, board) -> boards.set(name, board(board, alpha)));
    Scoreboard board = score.board();
    ObjectNode tests = json.putObject("betterThan");
    Scoreboard previous = score.boards().getOrDefault(Score.PREVIOUS, board);
    number(tests, Score.PREVIOUS, board.betterThan(previous));
    if (!score.challenging().isEmpty()) {
      number(
          tests, Score.CHALLENGING, score.besideChallenging().betterThan(score.challengingBoard()));
    }
    long replies = score.results().stream().mapToLong(r -> r.counts().trials()).max().orElse(0);
    json.putObject("newTypes")
        .put("types", NewTypes.USUAL.types())
        .put("occurrences", NewTypes.USUAL.occurrences())
        .put("alpha", NewTypes.USUAL.alpha())
        .put("replies", replies)
        .put("detectable", NewTypes.USUAL.detectable(replies));
    return json;
  }

  private static ObjectNode category(Score score, Score.Result result) {
    Scored scored = result.scored();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("category", result.category().id());
    json.put("forecastBy", result.category().recommended().text());
    json.put("forecast", scored.forecast().rate());
    json.put("promisedLow", result.promised().low());
    json.put("promisedHigh", result.promised().high());
    json.put("hits", result.counts().hits());
    json.put("trials", result.counts().trials());
    json.put("ungraded", result.counts().ungraded());
    number(json, "observed", result.counts().rate());
    json.put("observedSmoothed", Smoothed.rate(result.counts()));
    json.put("low", result.observed().low());
    json.put("high", result.observed().high());
    json.put("lowIfMissingClean", result.worstCase().low());
    json.put("highIfMissingHit", result.worstCase().high());
    UnpairedComparison live = result.live(1 - score.forecast().confidenceEach());
    ObjectNode ratio = json.putObject("observedOverSimulated");
    number(ratio, "value", live.ratio());
    number(ratio, "low", OptionalDouble.of(live.ratioInterval().low()));
    number(ratio, "high", OptionalDouble.of(live.ratioInterval().high()));
    json.put("previousSmoothed", Smoothed.rate(result.category().previous()));
    json.put("error", scored.error());
    json.put("noiseMedian", result.noise(0.5));
    json.put("noise90", result.noise(Score.FUNNEL));
    json.put(
        "effectiveHits",
        Funnel.effectiveHits(result.category().simulated().hits(), result.counts().hits()));
    json.put("equalRateP", new EqualRates(result.category().simulated(), result.counts()).pValue());
    json.put("directionRight", scored.directionRight());
    json.put("settled", scored.decided());
    json.put("mover", scored.moved());
    json.put("nll", BinomialLoss.of(scored.forecast().rate(), result.counts()));
    json.put("regret", scored.regret());
    json.put("regretIfUnchanged", result.naive().regret());
    number(
        json,
        "regretOfChallenging",
        score.challenging().containsKey(result.category().id())
            ? OptionalDouble.of(
                result
                    .scored(
                        score.challenging().getOrDefault(result.category().id(), scored.forecast()))
                    .regret())
            : OptionalDouble.empty());
    json.put("expectedLow", result.range().low());
    json.put("expectedHigh", result.range().high());
    json.put("inRange", result.range().contains(result.counts().hits()));
    json.put("promise", result.promise().name());
    json.put("broken", result.promise() == Promise.BROKEN);
    json.put("graderStatus", score.graderStatus(result));
    result
        .error()
        .ifPresent(
            error -> {
              ObjectNode split = decomposition(error);
              // No change of graders where there is one; what another one changed is not known.
              number(
                  split,
                  "logGrader",
                  score.sameGrader(result) ? OptionalDouble.of(0) : OptionalDouble.empty());
              json.set("decomposition", split);
            });
    return json;
  }

  private static ObjectNode decomposition(Decomposition error) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    term(json, "Prefix", error.prefix());
    term(json, "Environment", error.environment());
    term(json, "Full", error.full());
    return json;
  }

  private static void term(ObjectNode json, String name, LogRatio term) {
    json.put("log" + name, term.value());
    json.put("se" + name, term.standardError());
  }

  private static ObjectNode board(Scoreboard board, double alpha) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("categories", board.scored().size());
    number(json, "medianError", board.medianError());
    number(json, "medianNoise", board.medianNoise());
    json.put("movers", board.movers().scored().size());
    number(json, "medianErrorOfMovers", board.movers().medianError());
    json.put("directionsRight", board.directions().right());
    json.put("directionsRightOfMovers", board.movers().directions().right());
    json.put("settled", board.decided().scored().size());
    json.put("directionsRightOfSettled", board.decided().directions().right());
    number(json, "meanRegret", board.meanRegret());
    number(json, "correlation", board.correlation());
    json.put("inRange", board.covered(alpha).right());
    return json;
  }

  private static void number(ObjectNode json, String field, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.put(field, value.getAsDouble());
    } else {
      json.putNull(field);
    }
  }
}
