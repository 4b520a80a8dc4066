package dev.rehearsal.app.forecast;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.forecast.Decomposition;
import dev.rehearsal.forecast.EqualRates;
import dev.rehearsal.forecast.Funnel;
import dev.rehearsal.forecast.LogRatio;
import dev.rehearsal.forecast.NewTypes;
import dev.rehearsal.forecast.RateForecast;
import dev.rehearsal.forecast.Scoreboard;
import dev.rehearsal.forecast.Scored;
import dev.rehearsal.forecast.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A score for people.
 *
 * @param signer whether a key was given, and fitted
 * @param listed whether a ledger was given, and has the forecast
 */
record ScoreText(Score score, Seal seal, Path file, boolean signer, boolean listed) {
  private static final double FUNNEL = 0.9;
  private static final double EXPECTED = 0.5;

  List<String> lines() {
    FrozenForecast forecast = score.forecast();
    List<String> lines = new ArrayList<>();
    lines.add(
        "forecast   %s of %s, frozen at %s: %s"
            .formatted(
                file,
                forecast.json().path("run").asText(),
                forecast.json().path("frozen").asText(),
                integrity()));
    lines.add(
        "observed   %s, lane %s (%s prefixes)"
            .formatted(
                score.run().path(), score.lane(), Numbers.count(score.run().stored().watermark())));
    lines.add(
        "level      %s for all %d together; the observed intervals hold at every look"
            .formatted(Numbers.confidence(forecast.confidence()), score.results().size()));
    score.left().forEach((id, reason) -> lines.add("left out   " + id + ": " + reason));
    if (!score.added().isEmpty()) {
      lines.add("unforecast " + String.join(", ", score.added()));
    }
    lines.add("");
    lines.addAll(rates().lines(false));
    lines.add("");
    lines.addAll(errors().lines(false));
    lines.add("");
    lines.addAll(boards().lines(false));
    lines.add("");
    lines.addAll(tests());
    if (score.results().stream().anyMatch(r -> r.error().isPresent())) {
      lines.add("");
      lines.addAll(decomposition());
    }
    lines.add("");
    if (score.broken().isEmpty()) {
      lines.add("The forecast HOLDS: no promised interval is contradicted.");
    } else {
      score.broken().forEach(result -> lines.add("BROKEN: " + sentence(result)));
    }
    score
        .graders()
        .forEach(
            (status, ids) ->
                lines.add(
                    "Graders against human labels: %s (%s)"
                        .formatted(
                            status,
                            ids.size() == score.results().size()
                                ? "all"
                                : String.join(", ", ids))));
    return lines;
  }

  /** What a broken promise comes to. */
  static String sentence(Score.Result result) {
    return "%s was promised %s and is %s, %s"
        .formatted(
            result.category().id(),
            Numbers.interval(result.promised().low(), result.promised().high()),
            Numbers.rate(result.counts().rate()),
            Numbers.interval(result.observed().low(), result.observed().high()));
  }

  /** The error that chance alone would stay within: exact for a plain count. */
  static double noise(Score.Result result, double level) {
    RateForecast recommended = result.category().forecast().recommended();
    return recommended.equals(RateForecast.of(result.category().simulated()))
        ? new EqualRates(result.category().simulated(), result.counts()).errorWithin(level)
        : result.scored().noise(level);
  }

  private String integrity() {
    return "unchanged, "
        + (signer
            ? "signed by the key given"
            : seal.signature().isPresent()
                ? "signed (give --public-key to check by whom)"
                : "not signed")
        + (listed ? ", in the ledger" : "");
  }

  private Table rates() {
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
          result.broken() ? "BROKEN" : "holds");
    }
    return table;
  }

  /** The ratio of rates with an interval of its own, at the level of one promise. */
  private String live(Score.Result result) {
    UnpairedComparison live = result.live(1 - score.forecast().confidenceEach());
    RatioInterval interval = live.ratioInterval();
    return Numbers.ratio(live.ratio()) + " " + Numbers.ratios(interval.low(), interval.high());
  }

  private Table errors() {
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
          factor(noise(result, EXPECTED)),
          factor(noise(result, FUNNEL)),
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

  private static String hits(Counts counts) {
    return Numbers.count(counts.hits())
        + "/"
        + Numbers.count(counts.trials())
        + (counts.ungraded() == 0 ? "" : ", " + Numbers.count(counts.ungraded()) + " ungraded");
  }

  private Table boards() {
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

  private List<String> tests() {
    List<String> lines = new ArrayList<>();
    Map<String, Scoreboard> boards = score.boards();
    Scoreboard board = score.board();
    lines.add(
        "better than nothing changes: p = "
            + p(board.betterThan(boards.getOrDefault(Score.PREVIOUS, board)))
            + " (exact sign-flip test over %d categories, by regret)"
                .formatted(board.scored().size()));
    if (!score.challenging().isEmpty()) {
      Scoreboard same = score.besideChallenging();
      lines.add(
          "better than challenging prompts: p = "
              + p(same.betterThan(score.challengingBoard()))
              + " (over %d categories that both have)".formatted(same.scored().size()));
    }
    long replies = score.results().stream().mapToLong(r -> r.counts().trials()).max().orElse(0);
    NewTypes types = NewTypes.USUAL;
    lines.add(
        "new kinds of behaviour: any of %d that occurs in %s or more would have shown %d times among %s replies, at 95 %%"
            .formatted(
                types.types(),
                Numbers.rate(types.detectable(replies)),
                types.occurrences(),
                Numbers.count(replies)));
    return lines;
  }

  private List<String> decomposition() {
    Table table = new Table();
    table.row("where the error came from", "whole", "prefixes", "environment");
    List<Decomposition> all = new ArrayList<>();
    for (Score.Result result : score.results()) {
      result
          .error()
          .ifPresent(
              error -> {
                all.add(error);
                table.row(
                    result.category().id(),
                    term(error.full()),
                    term(error.prefix()),
                    term(error.environment()));
              });
    }
    table.row(
        "spread beyond noise",
        spread(all, Decomposition::full),
        spread(all, Decomposition::prefix),
        spread(all, Decomposition::environment));
    List<String> lines = new ArrayList<>(table.lines(false));
    lines.add("(chance: what noise alone stays within in 90 of 100 cases)");
    return lines;
  }

  private static String term(LogRatio term) {
    return factor(term.factor()) + ", chance " + factor(Funnel.factor(FUNNEL, term.variance()));
  }

  private static String spread(List<Decomposition> all, Function<Decomposition, LogRatio> part) {
    return factor(Math.exp(Math.sqrt(Spread.of(all.stream().map(part).toList()).variance())));
  }

  private static String direction(Scored scored) {
    return (scored.directionRight() ? "right" : "wrong")
        + (scored.decided() ? ", settled" : "")
        + (scored.moved() ? ", mover" : "");
  }

  private static String share(Scoreboard.Share share) {
    return share.right() + "/" + share.all();
  }

  private static String p(OptionalDouble p) {
    return p.isPresent() ? String.format(Locale.ROOT, "%.3g", p.getAsDouble()) : "not known";
  }

  private static String nats(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.2f nats", value.getAsDouble())
        : "not known";
  }

  private static String factor(double value) {
    return factor(OptionalDouble.of(value));
  }

  private static String factor(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "×%.2f", value.getAsDouble())
        : "not known";
  }
}
