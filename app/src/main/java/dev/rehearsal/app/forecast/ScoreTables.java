package dev.rehearsal.app.forecast;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.forecast.Scoreboard;
import dev.rehearsal.forecast.Scored;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The tables of a score: rates, errors, and every way to forecast beside the others. */
record ScoreTables(Score score) {
  private static final double EXPECTED = 0.5;

  Table rates() {
    Table table = new Table();
    table.row(
        "category",
        "forecast",
        "promised",
        "observed",
        "interval",
        "hits/trials",
        "observed / simulated",
        "promise");
    for (Score.Result result : score.results()) {
      table.row(
          result.category().id(),
          Numbers.rate(result.scored().forecast().rate()),
          Numbers.interval(result.promised().low(), result.promised().high()),
          Numbers.rate(result.counts().rate()),
          Numbers.interval(result.observed().low(), result.observed().high()),
          hits(result.counts()),
          live(result),
          result.promise().words());
    }
    return table;
  }

  /** The ratio of rates with an interval of its own, at the level of one promise. */
  private String live(Score.Result result) {
    UnpairedComparison live = result.live(1 - score.forecast().confidenceEach());
    RatioInterval interval = live.ratioInterval();
    return Numbers.ratio(live.ratio()) + " " + Numbers.ratios(interval.low(), interval.high());
  }

  Table errors() {
    Table table = new Table();
    table.row(
        "category",
        "error",
        "chance alone",
        "in 90 of 100",
        "direction",
        "regret",
        "if unchanged",
        "hits",
        "expected");
    for (Score.Result result : score.results()) {
      Scored scored = result.scored();
      table.row(
          result.category().id(),
          factor(scored.error()),
          factor(result.noise(EXPECTED)),
          factor(result.noise(Score.FUNNEL)),
          direction(scored),
          nats(OptionalDouble.of(scored.regret())),
          nats(OptionalDouble.of(result.naive().regret())),
          Numbers.count(result.counts().hits()),
          "%s to %s%s"
              .formatted(
                  Numbers.count(result.range().low()),
                  Numbers.count(result.range().high()),
                  result.range().contains(result.counts().hits()) ? "" : ": missed"));
    }
    return table;
  }

  Table boards() {
    Table table = new Table();
    table.row(
        "forecast by",
        "median error",
        "chance alone",
        "of movers",
        "direction",
        "of movers",
        "of settled",
        "mean regret",
        "correlation",
        "in range");
    double alpha = 1 - score.forecast().predictiveConfidence();
    for (Map.Entry<String, Scoreboard> entry : score.boards().entrySet()) {
      Scoreboard board = entry.getValue();
      table.row(
          entry.getKey(),
          factor(board.medianError()),
          factor(board.medianNoise()),
          factor(board.movers().medianError()),
          share(board.directions()),
          share(board.movers().directions()),
          share(board.decided().directions()),
          nats(board.meanRegret()),
          board.correlation().stream()
              .mapToObj(r -> String.format(Locale.ROOT, "%.2f", r))
              .findFirst()
              .orElse("not known"),
          share(board.covered(alpha)));
    }
    return table;
  }

  private static String hits(Counts counts) {
    return Numbers.count(counts.hits())
        + "/"
        + Numbers.count(counts.trials())
        + (counts.ungraded() == 0 ? "" : ", " + Numbers.count(counts.ungraded()) + " ungraded");
  }

  private static String direction(Scored scored) {
    return (scored.directionRight() ? "right" : "wrong")
        + (scored.decided() ? ", settled" : "")
        + (scored.moved() ? ", mover" : "");
  }

  private static String share(Scoreboard.Share share) {
    return share.right() + "/" + share.all();
  }

  private static String nats(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.2f nats", value.getAsDouble())
        : "not known";
  }

  static String factor(double value) {
    return factor(OptionalDouble.of(value));
  }

  private static String factor(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "×%.2f", value.getAsDouble())
        : "not known";
  }
}
