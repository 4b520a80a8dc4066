package dev.rehearsal.app.forecast;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.result.Gate;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.forecast.Decomposition;
import dev.rehearsal.forecast.EqualRates;
import dev.rehearsal.forecast.RateForecast;
import dev.rehearsal.forecast.Scoreboard;
import dev.rehearsal.forecast.Scored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A forecast against what was counted after the launch.
 *
 * @param lane whose replies are the traffic
 * @param challenging rates on prompts chosen to provoke, by category; empty when none were given
 * @param results by category, in the order of the forecast
 * @param left categories that could not be scored, with the reason
 * @param added categories of the run that nobody forecast
 */
record Score(
    FrozenForecast forecast,
    CountedRun run,
    String lane,
    Map<String, RateForecast> challenging,
    List<Result> results,
    Map<String, String> left,
    List<String> added) {
  /** What a forecast that nothing changes is called. */
  static final String PREVIOUS = "previous production";

  static final String CHALLENGING = "challenging prompts";

  /** The level of what chance alone stays within, wherever it is shown. */
  static final double FUNNEL = 0.9;

  /** By which the rates of traffic are estimated, whoever asks. */
  static final ConfidenceSequence RATE = ConfidenceSequence.of(BetaMixture.logUniform());

  /**
   * One category.
   *
   * @param observed interval of the rate among the graded; holds at every look
   * @param worstCase the same of all replies, whatever those without a verdict would have said
   * @param range of counts that was to be expected, at the forecast's predictive level
   */
  record Result(
      FrozenForecast.Category category,
      Counts counts,
      Interval observed,
      Interval worstCase,
      RateForecast.Range range,
      Optional<Decomposition> error) {

    /** The interval of the recommended forecast, as it was frozen. */
    Interval promised() {
      return category.promised();
    }

    /** How a forecast of this category did. */
    Scored scored(RateForecast by) {
      return new Scored(by, category.previous(), counts, category.settled());
    }

    /** How the recommended forecast did. */
    Scored scored() {
      return scored(category.forecast().recommended());
    }

    /** The error that chance alone would stay within: exact for a plain count. */
    double noise(double level) {
      RateForecast recommended = category.forecast().recommended();
      return recommended.equals(RateForecast.of(category.simulated()))
          ? new EqualRates(category.simulated(), counts).errorWithin(level)
          : scored().noise(level);
    }

    /** How the forecast that nothing changes did. */
    Scored naive() {
      return scored(RateForecast.of(category.previous()));
    }

    /** Observed against simulated replies, from their counts: holds at every look of either. */
    UnpairedComparison live(double alpha) {
      return UnpairedComparison.ofCounts(category.simulated(), counts, alpha);
    }

    /** Observed replies against those of production before the launch, in the same way. */
    UnpairedComparison increase(double alpha) {
      return UnpairedComparison.ofCounts(category.previous(), counts, alpha);
    }

    /** What became of the promise. */
    Promise promise() {
      return Promise.of(promised(), observed, worstCase);
    }
  }

  /**
   * Scores every category that both have.
   *
   * @throws RehearsalException when the taxonomies or graders differ, unless forced
   */
  static Score of(
      FrozenForecast forecast,
      CountedRun run,
      String lane,
      Map<String, RateForecast> challenging,
      boolean force) {
    requireComparable(forecast, run, lane, force);
    double alpha = 1 - forecast.confidenceEach();
    List<Result> results = new ArrayList<>();
    Map<String, String> left = new LinkedHashMap<>();
    for (FrozenForecast.Category category : forecast.categories()) {
      Optional<CountedRun.Counted> counted =
          Optional.ofNullable(run.categories().get(category.id()));
      Optional<Counts> counts = counted.flatMap(c -> c.lane(lane));
      if (counts.isEmpty()) {
        left.put(category.id(), "no verdict in the lane " + lane);
        continue;
      }
      Counts seen = counts.get();
      results.add(
          new Result(
              category,
              seen,
              RATE.interval(seen, alpha),
              RATE.worstCase(seen, alpha),
              category
                  .forecast()
                  .recommended()
                  .hits(seen.trials(), 1 - forecast.predictiveConfidence()),
              counted
                  .filter(c -> lane.equals(CountedRun.PRODUCTION))
                  .flatMap(c -> c.lane(CountedRun.BASELINE))
                  .map(own -> Decomposition.of(category.simulated(), own, seen))));
    }
    if (results.isEmpty()) {
      throw RehearsalException.badUsage(
          "%s has no verdict in the lane %s for any category that was forecast"
              .formatted(run.path(), lane));
    }
    List<String> added =
        run.categories().keySet().stream()
            .filter(id -> forecast.categories().stream().noneMatch(c -> c.id().equals(id)))
            .toList();
    return new Score(forecast, run, lane, challenging, results, left, added);
  }

  /** The categories by how their graders stand against human labels. */
  Map<String, List<String>> graders() {
    Map<String, List<String>> graders = new TreeMap<>();
    for (Result result : results) {
      graders
          .computeIfAbsent(graderStatus(result), status -> new ArrayList<>())
          .add(result.category().id());
    }
    return graders;
  }

  /** How the grader of the observed replies stands against human labels, in words. */
  String graderStatus(Result result) {
    return Optional.ofNullable(run.categories().get(result.category().id()))
        .map(CountedRun.Counted::graderStatus)
        .orElse("not known");
  }

  /**
   * Whether one grader decided a category on both sides, so that no error is a change of graders.
   */
  boolean sameGrader(Result result) {
    return Optional.ofNullable(run.categories().get(result.category().id()))
        .map(CountedRun.Counted::grader)
        .filter(grader -> !grader.isEmpty() && grader.equals(result.category().grader()))
        .isPresent();
  }

  /** Categories with a promise that was broken, at the forecast's level for all together. */
  List<Result> broken() {
    return results.stream().filter(r -> r.promise() == Promise.BROKEN).toList();
  }

  /** The same and those whose promise is contradicted by the graded replies alone. */
  List<Result> contradicted() {
    return results.stream().filter(r -> r.promise() != Promise.HOLDS).toList();
  }

  /** The gates of the run, on what was observed. */
  List<Gate> gates() {
    return ObservedGates.of(this);
  }

  /** Whether promises and gates allow to go on; see {@link Promise} and {@link Gate#closed}. */
  boolean good() {
    return contradicted().isEmpty() && gates().stream().noneMatch(Gate::closed);
  }

  /** The scoreboard of every way to forecast, the recommended first, the naive ones last. */
  Map<String, Scoreboard> boards() {
    Map<String, Scoreboard> boards = new LinkedHashMap<>();
    for (Kind kind : List.of(Kind.SHRUNKEN, Kind.RATIO, Kind.ENVIRONMENT, Kind.RAW)) {
      List<Scored> scored =
          results.stream()
              .flatMap(r -> kind.of(r.category().forecast()).map(r::scored).stream())
              .toList();
      if (scored.size() == results.size()) {
        boards.put(kind.text(), new Scoreboard(scored));
      }
    }
    boards.put(PREVIOUS, new Scoreboard(results.stream().map(Result::naive).toList()));
    if (!challenging.isEmpty()) {
      boards.put(CHALLENGING, challengingBoard());
    }
    return boards;
  }

  /** The same categories as {@link #challengingBoard} by the recommended forecast. */
  Scoreboard besideChallenging() {
    return new Scoreboard(challenged().map(Result::scored).toList());
  }

  Scoreboard challengingBoard() {
    return new Scoreboard(
        challenged()
            .map(r -> r.scored(challenging.getOrDefault(r.category().id(), r.scored().forecast())))
            .toList());
  }

  /** The scoreboard of the recommended forecast. */
  Scoreboard board() {
    return new Scoreboard(results.stream().map(Result::scored).toList());
  }

  private Stream<Result> challenged() {
    return results.stream().filter(r -> challenging.containsKey(r.category().id()));
  }

  private static void requireComparable(
      FrozenForecast forecast, CountedRun run, String lane, boolean force) {
    if (!run.lanes().contains(lane)) {
      throw RehearsalException.badUsage(
          "%s has no verdict in the lane %s; its lanes are %s (see --lane)"
              .formatted(run.path(), lane, String.join(", ", run.lanes())));
    }
    if (force) {
      return;
    }
    Fit.require(
        forecast,
        run.categories().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().grader())),
        run.stored().row().digest(),
        run.path().toString(),
        ", or add --force");
  }
}
