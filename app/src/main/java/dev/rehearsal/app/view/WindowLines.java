package dev.rehearsal.app.view;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Comparison;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.window.ClosedWindow;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A closed window of time for people. */
public final class WindowLines {
  private static final DateTimeFormatter MOMENT = format("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter TO_THE_SECOND = format("uuuu-MM-dd HH:mm:ss");

  private WindowLines() {}

  /** When it was, then a line for each category: the rates in its lanes, and how they compare. */
  static List<String> of(ClosedWindow window) {
    List<String> lines = new ArrayList<>();
    lines.add("window " + span(window) + ": " + prefixes(window));
    lines.addAll(rates(window.categories()));
    return lines;
  }

  /** A line for each category: the rates in its lanes, and how they compare. */
  static List<String> rates(List<CategoryStanding> categories) {
    return categories.stream()
        .map(category -> "  " + category.category() + "  " + String.join(" · ", rates(category)))
        .toList();
  }

  /** The same of a day, in one line. */
  public static String day(ClosedWindow day) {
    List<String> parts = new ArrayList<>(List.of(prefixes(day)));
    day.categories().forEach(c -> parts.add(c.category() + " " + String.join(" · ", rates(c))));
    return day.start().atOffset(ZoneOffset.UTC).toLocalDate() + ": " + String.join(", ", parts);
  }

  private static String prefixes(ClosedWindow window) {
    return Numbers.count(window.prefixes(), "prefix", "prefixes");
  }

  private static List<String> rates(CategoryStanding category) {
    List<String> rates = new ArrayList<>();
    for (Estimate estimate : category.estimates()) {
      String missing =
          estimate.counts().ungraded() == 0
              ? ""
              : " (" + Numbers.count(estimate.counts().ungraded()) + " ungraded)";
      rates.add(
          estimate.lane()
              + " "
              + (estimate.counts().trials() == 0
                  ? "not known"
                  : Numbers.rate(estimate.rate())
                      + " "
                      + Numbers.interval(estimate.interval().low(), estimate.interval().high()))
              + missing);
    }
    for (Comparison comparison : category.comparisons()) {
      rates.add(
          "%s/%s %s %s"
              .formatted(
                  comparison.lanes().b(),
                  comparison.lanes().a(),
                  Numbers.ratio(comparison.ratio()),
                  Numbers.ratios(comparison.interval().low(), comparison.interval().high())));
    }
    return rates;
  }

  private static String span(ClosedWindow window) {
    boolean whole =
        window.start().getEpochSecond() % 60 == 0 && window.end().getEpochSecond() % 60 == 0;
    DateTimeFormatter format = whole ? MOMENT : TO_THE_SECOND;
    return format.format(window.start()) + " to " + until(window, format) + " UTC";
  }

  /** Without the date where that is the same. */
  private static String until(ClosedWindow window, DateTimeFormatter format) {
    String start = format.format(window.start());
    String end = format.format(window.end());
    return start.regionMatches(0, end, 0, 10) ? end.substring(11) : end;
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
