package dev.rehearsal.app.study;

import dev.rehearsal.forecast.Scoreboard;
import dev.rehearsal.forecast.Scored;
import dev.rehearsal.forecast.Smoothed;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** One category of one pair, forecast in three ways. */
record PairRow(
    String older, String newer, String category, Scored raw, Scored shrunken, Scored naive) {
  /** Of the range of counts that is scored. */
  static final double ALPHA = 0.1;

  String csv() {
    return String.join(
        ",",
        older,
        newer,
        category,
        number(Smoothed.rate(naive.previous())),
        number(raw.forecast().rate()),
        number(shrunken.forecast().rate()),
        Long.toString(raw.observed().hits()),
        Long.toString(raw.observed().trials()),
        number(raw.error()),
        number(raw.noise(0.5)),
        number(shrunken.error()),
        number(naive.error()),
        number(raw.regret()),
        number(shrunken.regret()),
        number(naive.regret()),
        raw.moved() ? "mover" : "",
        raw.decided() ? "settled" : "",
        raw.directionRight() ? "right" : "wrong",
        covers(raw) ? "in" : "out");
  }

  static String csv(List<PairRow> rows) {
    StringBuilder csv =
        new StringBuilder(
            "old,new,category,before,raw,shrunken,hits,trials,error raw,chance alone,error"
                + " shrunken,error unchanged,regret raw,regret shrunken,regret"
                + " unchanged,mover,settled,direction,range\n");
    rows.forEach(row -> csv.append(row.csv()).append('\n'));
    return csv.toString();
  }

  static String table(List<PairRow> rows, String older, String newer) {
    StringBuilder table =
        new StringBuilder(
            "| category | pairs | median error raw | chance alone | shrunken | unchanged |"
                + " direction right: all | movers | settled | mean regret raw | shrunken |"
                + " unchanged | in 90 % range: raw | shrunken |\n"
                + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    List<String> ids = rows.stream().map(PairRow::category).distinct().toList();
    for (String id : ids) {
      line(table, id, rows.stream().filter(row -> row.category().equals(id)).toList());
    }
    line(table, "all", rows);
    line(
        table,
        "the named pair",
        rows.stream()
            .filter(row -> row.older().equals(older) && row.newer().equals(newer))
            .toList());
    return table.toString();
  }

  private static void line(StringBuilder table, String name, List<PairRow> rows) {
    Scoreboard raw = new Scoreboard(rows.stream().map(PairRow::raw).toList());
    Scoreboard shrunken = new Scoreboard(rows.stream().map(PairRow::shrunken).toList());
    Scoreboard naive = new Scoreboard(rows.stream().map(PairRow::naive).toList());
    List<String> cells =
        List.of(
            name,
            Integer.toString(rows.size()),
            factor(raw.medianError()),
            factor(raw.medianNoise()),
            factor(shrunken.medianError()),
            factor(naive.medianError()),
            share(raw.directions()),
            share(raw.movers().directions()),
            share(raw.decided().directions()),
            nats(raw.meanRegret()),
            nats(shrunken.meanRegret()),
            nats(naive.meanRegret()),
            share(raw.covered(ALPHA)),
            share(shrunken.covered(ALPHA)));
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static boolean covers(Scored scored) {
    return new Scoreboard(List.of(scored)).covered(ALPHA).right() == 1;
  }

  private static String share(Scoreboard.Share share) {
    return share.right() + "/" + share.all();
  }

  private static String factor(OptionalDouble value) {
    return String.format(Locale.ROOT, "×%.2f", value.orElseThrow());
  }

  private static String nats(OptionalDouble value) {
    return String.format(Locale.ROOT, "%.2f", value.orElseThrow());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
