package dev.rehearsal.app.forecast;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.forecast.NewTypes;
import dev.rehearsal.forecast.Scoreboard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A score for people.
 *
 * @param signer whether a key was given, and fitted
 * @param listed whether a ledger was given, and has the forecast
 */
record ScoreText(Score score, Seal seal, Path file, boolean signer, boolean listed) {
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
        "observed   %s, lane %s (%s)"
            .formatted(
                score.run().path(),
                score.lane(),
                Numbers.count(score.run().stored().watermark(), "prefix", "prefixes")));
    lines.add(
        "level      %s for %s together; the observed intervals hold at every look"
            .formatted(
                Numbers.confidence(forecast.confidence()),
                Numbers.count(score.results().size(), "category", "categories")));
    score.left().forEach((id, reason) -> lines.add("left out   " + id + ": " + reason));
    if (!score.added().isEmpty()) {
      lines.add("unforecast " + String.join(", ", score.added()));
    }
    lines.add("");
    lines.addAll(new ScoreTables(score).rates().lines(false));
    lines.addAll(missing());
    lines.add("");
    lines.addAll(new ScoreTables(score).errors().lines(false));
    lines.add("");
    lines.addAll(new ScoreTables(score).boards().lines(false));
    lines.add("");
    lines.addAll(tests());
    if (score.results().stream().anyMatch(r -> r.error().isPresent())) {
      lines.add("");
      lines.addAll(DecompositionText.lines(score));
    }
    lines.add("");
    if (score.contradicted().isEmpty()) {
      lines.add("The forecast HOLDS: no promised interval is contradicted.");
    }
    score
        .contradicted()
        .forEach(result -> lines.add(result.promise().words() + ": " + sentence(result)));
    lines.addAll(gates());
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

  /** What a promise comes to that is contradicted. */
  static String sentence(Score.Result result) {
    return "%s was promised %s and is %s, %s"
            .formatted(
                result.category().id(),
                Numbers.interval(result.promised().low(), result.promised().high()),
                Numbers.rate(result.counts().rate()),
                Numbers.interval(result.observed().low(), result.observed().high()))
        + (result.promise() == Promise.BROKEN_OF_THE_GRADED
            ? "; with the %s ungraded it may be %s, so it is not known whether it is kept"
                .formatted(
                    Numbers.count(result.counts().ungraded()),
                    Numbers.interval(result.worstCase().low(), result.worstCase().high()))
            : "");
  }

  /** A run over a whole log may be exact about it, where a promise is about the traffic. */
  private List<String> gates() {
    List<String> lines = new ArrayList<>();
    score.gates().forEach(gate -> lines.add(gate.sentence(false)));
    if (!lines.isEmpty()) {
      boolean log = score.run().stored().summary().path("estimand").asText().equals("log");
      lines.add("Tolerances are judged by the run's own intervals: " + Sentences.estimand(log));
    }
    return lines;
  }

  /** What the replies without a verdict leave open, a line for each category that has any. */
  private List<String> missing() {
    return score.results().stream()
        .filter(result -> result.counts().ungraded() > 0)
        .map(
            result ->
                "ungraded   %s: %s; whatever they would have said, the rate of all is within %s"
                    .formatted(
                        result.category().id(),
                        Numbers.count(result.counts().ungraded()),
                        Numbers.interval(result.worstCase().low(), result.worstCase().high())))
        .toList();
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

  private List<String> tests() {
    List<String> lines = new ArrayList<>();
    Map<String, Scoreboard> boards = score.boards();
    Scoreboard board = score.board();
    lines.add(
        "better than nothing changes: p = "
            + p(board.betterThan(boards.getOrDefault(Score.PREVIOUS, board)))
            + " (exact sign-flip test over %s, by regret)".formatted(categories(board)));
    if (!score.challenging().isEmpty()) {
      Scoreboard same = score.besideChallenging();
      lines.add(
          "better than challenging prompts: p = "
              + p(same.betterThan(score.challengingBoard()))
              + " (over %s of both)".formatted(categories(same)));
    }
    long replies = score.results().stream().mapToLong(r -> r.counts().trials()).max().orElse(0);
    NewTypes types = NewTypes.USUAL;
    lines.add(
        "new kinds of behaviour: any of %d that occurs in %s or more would have shown %d times among %s, at 95 %%"
            .formatted(
                types.types(),
                Numbers.rate(types.detectable(replies)),
                types.occurrences(),
                Numbers.count(replies, "reply", "replies")));
    return lines;
  }

  private static String categories(Scoreboard board) {
    return Numbers.count(board.scored().size(), "category", "categories");
  }

  private static String p(OptionalDouble p) {
    return p.isPresent() ? String.format(Locale.ROOT, "%.3g", p.getAsDouble()) : "not known";
  }
}
