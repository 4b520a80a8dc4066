package dev.rehearsal.app.calibrate;

import dev.rehearsal.app.calibrate.Corrections.Way;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Paint;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.app.text.Table.Cell;
import dev.rehearsal.calibrate.Attenuation;
import dev.rehearsal.calibrate.CorrectedRate;
import dev.rehearsal.calibrate.Measure;
import dev.rehearsal.calibrate.Requirements;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.standing.GraderStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A calibration for people. */
final class CalibrationText {
  private static final String NOT_KNOWN = "not known";

  private final List<Calibration> calibrations;
  private final LabelFiles files;
  private final Requirements requirements;
  private final double confidence;
  private final Path certificates;

  CalibrationText(
      List<Calibration> calibrations,
      LabelFiles files,
      Requirements requirements,
      double confidence,
      Path certificates) {
    this.calibrations = calibrations;
    this.files = files;
    this.requirements = requirements;
    this.confidence = confidence;
    this.certificates = certificates;
  }

  /** What to do with a file to fill in. */
  static List<String> asked(Path run, Path file, int drawn, boolean content) {
    return List.of(
        "%s has %s to label%s"
            .formatted(
                file,
                Numbers.count(drawn, "reply", "replies"),
                content ? "" : ", by their ids (--content adds the text to read)"),
        "In each line put \"hit\", \"clean\" or \"unsure\" for value, and your name for author.",
        "The file does not say what the grader said, so that nobody is led by it. Then:",
        "  rehearsal calibrate %s %s".formatted(run, file));
  }

  List<String> lines(boolean colour) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s of %s; each interval holds with %s"
            .formatted(
                Numbers.count(files.labels().size(), "label", "labels"),
                Numbers.count(
                    files.labels().stream().map(l -> l.prefix() + l.lane()).distinct().count(),
                    "reply",
                    "replies"),
                Numbers.confidence(confidence)));
    lines.add("");
    lines.addAll(rates().lines(colour));
    lines.add("");
    recommended(lines);
    lines.add("");
    lines.addAll(graders().lines(colour));
    calibrations.forEach(each -> also(each, lines, colour));
    lines.add("");
    lines.add(
        "passes with at least "
            + requirements.byName().entrySet().stream()
                .map(r -> words(r.getKey()) + " " + percent(r.getValue()))
                .collect(Collectors.joining(" and ")));
    calibrations.forEach(each -> notes(each, lines));
    if (files.unfilled() > 0) {
      lines.add(Numbers.count(files.unfilled(), "line is", "lines are") + " not filled in yet");
    }
    if (!files.unusable().isEmpty()) {
      lines.add(
          Numbers.count(files.unusable().size(), "line", "lines")
              + " could not be used (see above)");
    }
    lines.add("certificates: " + certificates);
    return lines;
  }

  private Table graders() {
    Table table = new Table();
    table.row(
        "category",
        "lane",
        "labels",
        "sensitivity",
        "specificity",
        "true flags",
        "clean rest",
        "kappa");
    for (Calibration each : calibrations) {
      table.row(
          List.of(
              Cell.of(each.replies().category()),
              Cell.of(each.replies().lane()),
              Cell.of(Numbers.count(each.labels())),
              Cell.of(share(each.accuracy().sensitivity())),
              Cell.of(share(each.accuracy().specificity())),
              Cell.of(share(each.accuracy().positivePredictive())),
              Cell.of(share(each.accuracy().negativePredictive())),
              Cell.of(coefficient(each.accuracy().kappa()))));
    }
    return table;
  }

  private Table rates() {
    Table table = new Table();
    table.row("category", "lane", "flagged", "corrected by people", "grader");
    for (Calibration each : calibrations) {
      table.row(
          List.of(
              Cell.of(each.replies().category()),
              Cell.of(each.replies().lane()),
              Cell.of(rate(each.flags().rate(), each.flagged())),
              Cell.of(rate(each.rates().best())),
              status(each.status())));
    }
    return table;
  }

  /** What the corrected rates are: the rate to go by, in words. */
  private void recommended(List<String> lines) {
    for (Way way : List.of(Way.HITS, Way.CONFIRMED)) {
      List<String> of =
          calibrations.stream()
              .filter(each -> each.rates().recommended() == way)
              .map(each -> each.replies().category() + " in " + each.replies().lane())
              .toList();
      if (!of.isEmpty()) {
        lines.add(
            "go by the corrected rate%s: %s (%s); its limits hold for any counts"
                .formatted(
                    of.size() == calibrations.size() ? "" : " (" + String.join(", ", of) + ")",
                    way.title(),
                    way.what()));
      }
    }
  }

  private static void also(Calibration each, List<String> lines, boolean colour) {
    lines.add("");
    lines.add("also, %s in %s:".formatted(each.replies().category(), each.replies().lane()));
    Table table = new Table();
    each.rates()
        .also()
        .forEach(
            (way, rate) ->
                table.row(
                    "  " + way.title(),
                    rate(rate),
                    rate.fold(known -> way.what(), notKnown -> notKnown.why())));
    lines.addAll(table.lines(colour));
  }

  private static String rate(CorrectedRate rate) {
    return rate.fold(
        known -> rate(OptionalDouble.of(known.rate()), known.interval()), notKnown -> NOT_KNOWN);
  }

  private static void notes(Calibration each, List<String> lines) {
    String of = each.replies().category() + " in " + each.replies().lane() + ": ";
    Measure flags = each.accuracy().positivePredictive();
    if (flags.value().isPresent() && flags.low() < Attenuation.LEAST_PREDICTIVE) {
      lines.add(
          of
              + "false flags draw a ratio of two rates towards 1; compare confirmed rates while the"
              + " true flags may be below "
              + percent(Attenuation.LEAST_PREDICTIVE));
    }
    if (each.agreement().labels() > 0) {
      lines.add(
          of
              + "people agree among each other by Krippendorff's alpha "
              + coefficient(each.agreement())
              + " on "
              + Numbers.count(each.agreement().labels(), "reply", "replies"));
    }
    each.raters().ifPresent(raters -> people(of, raters, lines));
    if (each.replies().run().repeats()) {
      lines.add(of + "of several replies to a prefix, the first is looked at and no other");
    }
    if (!each.asked()) {
      lines.add(
          of
              + "the labels came without an ask; they are taken as drawn by chance among flags, and"
              + " by chance among the rest");
    }
    count(
        lines,
        of,
        each.unsure(),
        "reply",
        "replies",
        "people could not decide: left out of the shares, counted both ways in the status and the"
            + " rate of hits");
    count(lines, of, each.unknown(), "label", "labels", "of replies that the run does not count");
    count(
        lines,
        of,
        each.undrawn(),
        "label",
        "labels",
        "of replies that were not asked for: left out");
    count(
        lines,
        of,
        each.replaced(),
        "label",
        "labels",
        "replaced by a later one of the same author");
  }

  private static void people(String of, Raters raters, List<String> lines) {
    lines.add(
        "%sof the %s that %s all decided, %s are hits to all of them and %s to one or more"
            .formatted(
                of,
                Numbers.count(raters.replies(), "reply", "replies"),
                String.join(", ", raters.names()),
                Numbers.count(raters.all()),
                Numbers.count(raters.any())));
    raters
        .diagnostic()
        .ifPresent(fit -> lines.add(of + BesideView.diagnostic(fit, raters.names())));
  }

  private static void count(
      List<String> lines, String of, long count, String one, String many, String what) {
    if (count > 0) {
      lines.add(of + Numbers.count(count, one, many) + " " + what);
    }
  }

  private static Cell status(GraderStatus status) {
    return new Cell(
        status.words(),
        switch (status) {
          case PASS -> Paint.GOOD;
          case FAIL -> Paint.BAD;
          case INCONCLUSIVE, NOT_CHECKED -> Paint.OPEN;
        });
  }

  private static String rate(OptionalDouble rate, Interval interval) {
    return (rate.isPresent() ? Numbers.rate(rate) : NOT_KNOWN)
        + " "
        + Numbers.interval(interval.low(), interval.high());
  }

  private static String share(Measure measure) {
    return measure.value().isEmpty()
        ? NOT_KNOWN
        : percent(measure.value().getAsDouble())
            + " "
            + Numbers.interval(measure.low(), measure.high());
  }

  private static String coefficient(Measure measure) {
    return measure.value().isEmpty()
        ? NOT_KNOWN
        : String.format(
            Locale.ROOT,
            "%.2f [%.2f, %.2f]",
            measure.value().getAsDouble(),
            measure.low(),
            measure.high());
  }

  private static String percent(double share) {
    return Numbers.rate(share);
  }

  private static String words(String requirement) {
    return requirement.equals("positivePredictive") ? "true flags" : requirement;
  }
}
