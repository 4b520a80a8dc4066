package dev.rehearsal.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a message words a range and a number. */
final class Wording {
  private Wording() {}

  /** A constant as plans write it: in lower case with hyphens. */
  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All of them, with commas. */
  static String names(Enum<?>[] values) {
    return Arrays.stream(values).map(Wording::name).collect(Collectors.joining(", "));
  }

  /** What a number within [min, max] has to be; the largest of a type stands for no bound. */
  static String within(double min, double max) {
    return max == Double.MAX_VALUE || max == Long.MAX_VALUE || max == Integer.MAX_VALUE
        ? "at least " + plain(min)
        : "within [" + plain(min) + ", " + plain(max) + "]";
  }

  /** What a number between two that it may not reach has to be. */
  static String between(double min, double max) {
    return max == Double.POSITIVE_INFINITY
        ? "above " + plain(min)
        : "in (" + plain(min) + ", " + plain(max) + ")";
  }

  /** What to write instead when somebody wrote a percentage where a part of 1 belongs. */
  static String percent(double value, double max) {
    return max == 1 && value >= 1 && value < 100
        ? "; for " + plain(value) + " % write " + plain(value / 100)
        : "";
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
