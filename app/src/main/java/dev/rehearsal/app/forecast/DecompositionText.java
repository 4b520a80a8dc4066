package dev.rehearsal.app.forecast;

import dev.rehearsal.app.text.Table;
import dev.rehearsal.forecast.Decomposition;
import dev.rehearsal.forecast.Funnel;
import dev.rehearsal.forecast.LogRatio;
import dev.rehearsal.forecast.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where a forecast's error came from, for people. */
final class DecompositionText {
  private DecompositionText() {}

  static List<String> lines(Score score) {
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
    lines.addAll(graders(score));
    lines.add("(chance: what noise alone stays within in 90 of 100 cases)");
    return lines;
  }

  /** Both sides of the environment term are of one run: graders never differ there. */
  private static List<String> graders(Score score) {
    List<Score.Result> split =
        score.results().stream().filter(result -> result.error().isPresent()).toList();
    List<String> lines = new ArrayList<>();
    split.stream()
        .filter(result -> !score.sameGrader(result))
        .forEach(
            result ->
                lines.add(
                    "graders    %s was decided by another grader (%s then, %s now): what that changed is in the whole and in prefixes, and not known"
                        .formatted(
                            result.category().id(),
                            result.category().graderStatus(),
                            score.graderStatus(result))));
    if (lines.size() < split.size()) {
      lines.add(
          "graders    the same by fingerprint%s: their change is no part of an error, unless a judge changed behind its name"
              .formatted(lines.isEmpty() ? "" : " for the rest"));
    }
    return lines;
  }

  private static String term(LogRatio term) {
    return ScoreTables.factor(term.factor())
        + ", chance "
        + ScoreTables.factor(Funnel.factor(Score.FUNNEL, term.variance()));
  }

  private static String spread(List<Decomposition> all, Function<Decomposition, LogRatio> part) {
    return ScoreTables.factor(
        Math.exp(Math.sqrt(Spread.of(all.stream().map(part).toList()).variance())));
  }
}
