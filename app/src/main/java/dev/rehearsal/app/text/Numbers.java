package dev.rehearsal.app.text;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, each with its unit. */
public final class Numbers {
  private static final double PER_HUNDRED_THOUSAND = 1e5;

  /** From here on a rate is read as a share of a hundred, below it of a hundred thousand. */
  private static final double SHOWN_IN_PERCENT = 0.001;

  private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB");

  private Numbers() {}

  /** A rate: {@code 34.4 %}, {@code 8.6 per 100k}, {@code 0 %}; {@code not known} when empty. */
  public static String rate(OptionalDouble rate) {
    return rate.isPresent() ? rate(rate.getAsDouble()) : "not known";
  }

  /** A rate within [0, 1], to three digits. */
  public static String rate(double rate) {
    return rate == 0
        ? "0 %"
        : rate >= SHOWN_IN_PERCENT
            ? digits(rate * 100) + " %"
            : digits(rate * PER_HUNDRED_THOUSAND) + " per 100k";
  }

  /** An interval of rates, in the unit of its high end; {@code exact} when it is one point. */
  public static String interval(double low, double high) {
    return low == high
        ? "exact"
        : high >= SHOWN_IN_PERCENT
            ? "[" + digits(low * 100) + ", " + digits(high * 100) + "] %"
            : "["
                + digits(low * PER_HUNDRED_THOUSAND)
                + ", "
                + digits(high * PER_HUNDRED_THOUSAND)
                + "] per 100k";
  }

  /** A ratio: {@code ×0.037}; {@code ×∞} when infinite, {@code not known} when empty. */
  public static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? "×" + factor(ratio.getAsDouble()) : "not known";
  }

  /** An interval of ratios. */
  public static String ratios(double low, double high) {
    return low == high ? "exact" : "×[" + factor(low) + ", " + factor(high) + "]";
  }

  /** How many times: {@code 10 times}, {@code 45.3 times}. */
  public static String times(double times) {
    return digits(times) + " times";
  }

  /** A level of confidence: {@code 95 %}, {@code 99.58 %}. */
  public static String confidence(double level) {
    String percent = String.format(Locale.ROOT, "%.2f", level * 100);
    return percent.replaceAll("\\.?0+$", "") + " %";
  }

  /** A count with its thousands set apart: {@code 12,345}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count of something: {@code 1 prefix}, {@code 12,345 prefixes}. */
  public static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  /** A coefficient within [-1, 1]: {@code 0.33}; {@code not known} when empty. */
  public static String coefficient(OptionalDouble coefficient) {
    return coefficient.isPresent()
        ? String.format(Locale.ROOT, "%.2f", coefficient.getAsDouble())
        : "not known";
  }

  /** A count to three digits, for what is known no better than that. */
  public static long rounded(double count) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 2));
    return Math.round(Math.round(count / unit) * unit);
  }

  /** A time: {@code 3 d 04 h}, {@code 2 h 05 min}, {@code 3 min 20 s}, {@code 12 s}. */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds >= 48 * 3600) {
      return "%d d %02d h".formatted(seconds / 86_400, seconds / 3600 % 24);
    }
    return seconds >= 3600
        ? "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60)
        : seconds >= 60 ? "%d min %02d s".formatted(seconds / 60, seconds % 60) : seconds + " s";
  }

  /** US dollars: {@code $0.0123}, {@code $12.30}, {@code $12,345}. */
  public static String dollars(double usd) {
    return String.format(
        Locale.ROOT, usd >= 1000 ? "$%,.0f" : usd != 0 && usd < 0.1 ? "$%.4f" : "$%.2f", usd);
  }

  /** Bytes, to three digits: {@code 250 B}, {@code 4.1 kB}, {@code 134 MB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < BYTE_UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    return digits(value) + " " + BYTE_UNITS.get(unit);
  }

  private static String factor(double factor) {
    return Double.isInfinite(factor) ? "∞" : digits(factor);
  }

  /** Three digits that count, without trailing zeros. */
  private static String digits(double value) {
    if (value == 0) {
      return "0";
    }
    int whole = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
    String text = String.format(Locale.ROOT, "%." + Math.max(0, 3 - whole) + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
