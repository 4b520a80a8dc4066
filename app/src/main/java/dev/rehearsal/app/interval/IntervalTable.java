package dev.rehearsal.app.interval;

import dev.rehearsal.estimate.Interval;
import java.util.List;
import java.util.Locale;

/** Answers for a person: each rate with its unit, each method with what it is good for. */
final class IntervalTable {
  private static final String ROW = "%-16s  %25s  %22s  %s%n";

  private IntervalTable() {}

  /**
   * @param questions the same counts by one or several methods, at least one
   */
  static String of(List<Question> questions) {
    Question first = questions.get(0);
    StringBuilder text = new StringBuilder();
    text.append(
        first.trials() == 0
            ? "No trials yet: any rate is possible.%n%n".formatted()
            : "%s of %s trials: %s per 100k, %s%n%n"
                .formatted(
                    count(first.hits()),
                    count(first.trials()),
                    per100k(first.hits() / first.trials()),
                    percent(first.hits() / first.trials())));
    text.append(
        row("method", count(100 * first.confidence()) + " % interval per 100k", "in %", "holds"));
    for (Question question : questions) {
      Interval interval = question.answer();
      text.append(
          row(
              question.method().text(),
              per100k(interval.low()) + " to " + per100k(interval.high()),
              percent(interval.low()) + " to " + percent(interval.high()),
              question.method().atEveryLook()
                  ? "at every look: stop when you like"
                  : "at one look, fixed in advance"));
    }
    first
        .population()
        .ifPresent(
            size ->
                text.append(
                    "%nThe rate is that of the %s in the log, drawn without replacement.%n"
                        .formatted(count(size))));
    return text.toString();
  }

  private static String row(String method, String per100k, String percent, String holds) {
    return ROW.formatted(method, per100k, percent, holds);
  }

  private static String per100k(double rate) {
    return figure(rate * 1e5);
  }

  private static String percent(double rate) {
    return figure(rate * 100) + " %";
  }

  /** Three digits that count, and never fewer than the whole part has. */
  private static String figure(double value) {
    if (value == 0 || value >= 99.95) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int decimals = (int) Math.min(9, Math.max(0, 2 - Math.floor(Math.log10(value))));
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String count(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%,.6f", value).replaceAll("0+$", "");
  }
}
