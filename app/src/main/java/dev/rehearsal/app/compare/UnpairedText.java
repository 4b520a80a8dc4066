package dev.rehearsal.app.compare;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An unpaired comparison for people. */
record UnpairedText(
    Unpaired sides, StopRule.Baseline rule, double confidence, double alpha, String why) {
  private static final ConfidenceSequence RATE = ConfidenceSequence.of(BetaMixture.logUniform());

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("a          " + CompareText.side(sides.a()));
    lines.add("b          " + CompareText.side(sides.b()));
    lines.add("unpaired   " + why);
    lines.add(
        "level      "
            + Sentences.level(confidence, true, Math.round((1 - confidence) / alpha), 1 - alpha));
    if (sides.ofLogsAlone()) {
      lines.add(
          "note       a run counts its log alone (estimand log): its prefixes may be alike, so this"
              + " says how these two logs differ, not how their traffic does");
    }
    long missing = sides.missing().values().stream().mapToLong(Unpaired.Missing::both).sum();
    if (missing > 0) {
      lines.add(
          "missing    "
              + Numbers.count(missing)
              + " verdicts; rates are of what was graded, gates allow for all of them");
    }
    if (!sides.left().isEmpty()) {
      lines.add("left out   graded in one run only: " + String.join(", ", sides.left()));
    }
    lines.add("");
    lines.addAll(table().lines(false));
    lines.add("");
    lines.add(
        "The state rests on blocks of prefixes of which one has a hit; odds are theirs. p: Fisher's"
            + " exact test, for one look at two runs that have ended; all else holds at every"
            + " look.");
    return lines;
  }

  private Table table() {
    Table table = new Table();
    table.row(
        "category",
        "rate a",
        "interval",
        "rate b",
        "interval",
        "b / a",
        "interval",
        "odds",
        "state",
        "p");
    for (Map.Entry<String, UnpairedComparison> each : sides.categories().entrySet()) {
      UnpairedComparison comparison = each.getValue();
      RatioInterval ratio = comparison.ratioInterval();
      RatioInterval odds = comparison.deciding();
      State state = comparison.state(rule);
      table.row(
          each.getKey(),
          Numbers.rate(comparison.reference().rate()),
          interval(comparison.reference()),
          Numbers.rate(comparison.compared().rate()),
          interval(comparison.compared()),
          Numbers.ratio(comparison.ratio()),
          Numbers.ratios(ratio.low(), ratio.high()),
          Numbers.ratios(odds.low(), odds.high()),
          state == State.UNDECIDED ? state.name().toLowerCase(Locale.ROOT) : state.name(),
          String.format(Locale.ROOT, "%.3g", comparison.fisher()));
    }
    return table;
  }

  private String interval(Counts counts) {
    Interval interval = RATE.interval(counts, alpha);
    return counts.trials() == 0 ? "not known" : Numbers.interval(interval.low(), interval.high());
  }
}
