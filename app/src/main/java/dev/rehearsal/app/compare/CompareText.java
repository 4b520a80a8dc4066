package dev.rehearsal.app.compare;

import dev.rehearsal.app.report.Certificates;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A comparison for people. */
record CompareText(Pairing pairing, List<Result> results, double confidence, double alpha) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("a          " + side(pairing.a()));
    lines.add("b          " + side(pairing.b()));
    lines.add(
        "prefixes   %s in both, %s only in a, %s only in b; only pairs are compared"
            .formatted(
                Numbers.count(pairing.matched()),
                Numbers.count(pairing.onlyA()),
                Numbers.count(pairing.onlyB())));
    lines.add(
        "level      "
            + Sentences.level(confidence, true, Math.round((1 - confidence) / alpha), 1 - alpha));
    if (!pairing.sameSample()) {
      lines.add(
          "note       the runs' samples differ: they are compared only where prefixes match, which"
              + " may stand for neither log");
    }
    long missing = pairing.missing().values().stream().mapToLong(Long::longValue).sum();
    if (missing > 0) {
      lines.add(
          "missing    "
              + Numbers.count(missing)
              + " pairs lack a verdict; rates are of the others, gates allow for all of them");
    }
    if (!pairing.left().isEmpty()) {
      lines.add("left out   graded in one run only: " + String.join(", ", pairing.left()));
    }
    lines.add("");
    lines.addAll(rates().lines(false));
    lines.add("");
    lines.addAll(tables().lines(false));
    lines.add("");
    lines.add(
        "p: McNemar's exact test, for one look at two runs that have ended; all else holds at every"
            + " look.");
    lines.add(
        "without pairs: what a comparison of separate prefixes would take for a difference as"
            + " exact, for each prefix of these, by the correlation in these pairs.");
    lines.add(graders(pairing.b(), pairing.categories().keySet()));
    return lines;
  }

  private Table rates() {
    Table table = new Table();
    table.row("category", "rate a", "interval", "rate b", "interval", "b / a", "interval", "state");
    for (Result result : results) {
      PairedCounts counts = result.comparison().counts();
      table.row(
          result.category(),
          Numbers.rate(counts.reference().rate()),
          interval(counts, result.a()),
          Numbers.rate(counts.compared().rate()),
          interval(counts, result.b()),
          Numbers.ratio(result.comparison().ratio()),
          Numbers.ratios(result.ratio().low(), result.ratio().high()),
          result.state() == State.UNDECIDED
              ? result.state().name().toLowerCase(Locale.ROOT)
              : result.state().name());
    }
    return table;
  }

  private Table tables() {
    Table table = new Table();
    table.row(
        "category",
        "pairs",
        "both",
        "only a",
        "only b",
        "neither",
        "odds of b alone",
        "p",
        "correlation",
        "without pairs");
    for (Result result : results) {
      PairedCounts counts = result.comparison().counts();
      RatioInterval odds = result.comparison().discordantOdds();
      table.row(
          result.category(),
          Numbers.count(counts.pairs()),
          Numbers.count(counts.both()),
          Numbers.count(counts.onlyA()),
          Numbers.count(counts.onlyB()),
          Numbers.count(counts.neither()),
          Numbers.ratios(odds.low(), odds.high()),
          String.format(Locale.ROOT, "%.3g", result.comparison().mcNemar()),
          Numbers.coefficient(counts.correlation()),
          Sentences.withoutPairs(counts.pairingGain()));
    }
    return table;
  }

  /** What the graders of b were found to be worth; a's are the same. */
  static String graders(Side b, Collection<String> categories) {
    Certificates certificates = Certificates.ofRun(b.path());
    Map<String, List<String>> byStatus = new TreeMap<>();
    for (String category : categories) {
      List<String> fingerprints = b.graders().getOrDefault(category, List.of(""));
      String words =
          certificates.status(category, fingerprints.get(fingerprints.size() - 1)).words();
      byStatus.computeIfAbsent(words, status -> new ArrayList<>()).add(category);
    }
    return byStatus.size() == 1
        ? "Graders, held against human labels: " + byStatus.keySet().iterator().next() + "."
        : "Graders, held against human labels: "
            + byStatus.entrySet().stream()
                .map(each -> each.getKey() + " for " + String.join(", ", each.getValue()))
                .collect(Collectors.joining("; "))
            + ".";
  }

  static String side(Side side) {
    return "%s, lane %s (%s, %s counted)"
        .formatted(
            side.path(),
            side.lane(),
            side.run().status().name().toLowerCase(Locale.ROOT),
            Numbers.count(side.run().watermark(), "prefix", "prefixes"));
  }

  private static String interval(PairedCounts counts, Interval interval) {
    return counts.pairs() == 0 ? "not known" : Numbers.interval(interval.low(), interval.high());
  }
}
