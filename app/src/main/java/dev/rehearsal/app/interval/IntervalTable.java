package dev.rehearsal.app.interval;

import dev.rehearsal.estimate.Limits;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Answers for a person: each rate with its unit, each method with what it is good for. */
final class IntervalTable {
  private static final String ROW = "%-21s  %25s  %22s  %s%n";

  private IntervalTable() {}

  /**
   * @param questions the same counts by one or several methods, at least one
   */
  static String of(List<Question> questions) {
    Data first = questions.get(0).data();
    StringBuilder text = new StringBuilder();
    text.append(headline(first)).append("%n%n".formatted());
    text.append(
        first.has(Part.EXPOSURE)
            ? row("method", confidence(first) + " per 100k units", "per unit", "holds")
            : row("method", confidence(first) + " per 100k", "in %", "holds"));
    for (Question question : questions) {
      Limits limits = question.answer();
      boolean exposure = question.data().has(Part.EXPOSURE);
      text.append(
          row(
              question.method().text(),
              range(question.method(), limits, IntervalTable::per100k),
              range(
                  question.method(),
                  limits,
                  exposure ? IntervalTable::figure : IntervalTable::percent),
              question.method().holds().sentence()));
    }
    first
        .find(Part.POPULATION)
        .ifPresent(
            size ->
                text.append(
                    "%nThe rate is that of the %s in the log, drawn without replacement.%n"
                        .formatted(count(size))));
    if (questions.size() > 1) {
      text.append(
          "%nChoose one before the data are seen: the narrowest of several holds less often.%n"
              .formatted());
    }
    return text.toString();
  }

  private static String headline(Data data) {
    if (data.has(Part.EXPOSURE)) {
      double exposure = data.get(Part.EXPOSURE);
      return "%s hits in %s units of exposure: %s per 100k units"
          .formatted(count(data.hits()), count(exposure), per100k(data.hits() / exposure));
    }
    double trials = data.get(Part.TRIALS);
    double rate = data.hits() / trials;
    return trials == 0
        ? "No trials yet: any rate is possible."
        : "%s of %s trials: %s per 100k, %s"
            .formatted(count(data.hits()), count(trials), per100k(rate), percent(rate));
  }

  private static String confidence(Data data) {
    return count(100 * data.confidence()) + " % interval";
  }

  private static String range(Method method, Limits limits, DoubleFunction<String> unit) {
    return switch (method) {
      case ONE_SIDED_UPPER, CLOPPER_PEARSON_UPPER -> "at most " + unit.apply(limits.high());
      case ONE_SIDED_LOWER -> "at least " + unit.apply(limits.low());
      default -> unit.apply(limits.low()) + " to " + unit.apply(limits.high());
    };
  }

  private static String row(String method, String per100k, String other, String holds) {
    return ROW.formatted(method, per100k, other, holds);
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
