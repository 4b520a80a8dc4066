package dev.rehearsal.config;

import com.typesafe.config.Config;
import java.time.Duration;

/** The numbers, times and sizes of one block; one that is out of bounds is a problem. */
record Amounts(Asked asked, Values values, Config config) {

  /** A whole number within [min, max]. */
  long integer(String key, long min, long max) {
    double value = asked.required(key, "a whole number", (double) min, config::getDouble);
    if (value != Math.rint(value)) {
      asked.problem(key, "must be a whole number, was " + values.shown(key));
    }
    boolean good = within(key, value, min, max) && asked.has(key);
    return good ? asked.required(key, "a whole number", min, config::getLong) : min;
  }

  /** A number within [min, max]. */
  double number(String key, double min, double max) {
    double value = asked.required(key, "a number", min, config::getDouble);
    return within(key, value, min, max) ? value : min;
  }

  /** A number above {@code min} and below {@code max}; infinity for no upper bound. */
  double between(String key, double min, double max) {
    double standIn = max == Double.POSITIVE_INFINITY ? min + 1 : (min + max) / 2;
    double value = asked.required(key, "a number", standIn, config::getDouble);
    if (value > min && value < max) {
      return value;
    }
    String bounds = Wording.between(min, max);
    asked.problem(
        key, "must be " + bounds + ", was " + values.shown(key) + Wording.percent(value, max));
    return standIn;
  }

  /** A part of a whole: above 0 and at most 1. */
  double share(String key) {
    double value = asked.required(key, "a number", 1.0, config::getDouble);
    if (value > 0 && value <= 1) {
      return value;
    }
    asked.problem(
        key, "must be above 0 and at most 1, was " + values.shown(key) + Wording.percent(value, 1));
    return 1;
  }

  /** A time with its unit, longer than nothing. */
  Duration duration(String key) {
    Duration standIn = Duration.ofSeconds(1);
    if (values.isPlainNumber(key)) {
      asked.problem(key, "needs a unit, such as 60s or 6h, was " + values.shown(key));
      return standIn;
    }
    Duration value =
        asked.required(
            key, "a time with its unit, such as 60s or 6h", standIn, config::getDuration);
    if (value.isNegative() || value.isZero()) {
      asked.problem(key, "must be longer than 0, was " + values.shown(key));
      return standIn;
    }
    return value;
  }

  /** A size with its unit, in bytes; at least 1. */
  long bytes(String key) {
    long value = asked.required(key, "a size with its unit, such as 8MiB", 1L, config::getBytes);
    return within(key, value, 1, Long.MAX_VALUE) ? value : 1;
  }

  private boolean within(String key, double value, double min, double max) {
    if (value >= min && value <= max) {
      return true;
    }
    asked.problem(key, "must be " + Wording.within(min, max) + ", was " + values.shown(key));
    return false;
  }
}
