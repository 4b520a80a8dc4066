package dev.rehearsal.actors.simulated;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.special.Erf;

/** How long a reply takes: a distribution given by its quantiles, so that chance stays outside. */
public sealed interface Latency {

  /** Zero: replies come at once. */
  Latency NONE = new Fixed(Duration.ZERO);

  /** The time that a share {@code u} in [0, 1) of replies stays below. At least 0. */
  Duration at(double u);

  /** Always the same time. */
  record Fixed(Duration time) implements Latency {
    @Override
    public Duration at(double u) {
      return time;
    }
  }

  /** Every time from {@code min} to {@code max} alike. */
  record Uniform(Duration min, Duration max) implements Latency {
    public Uniform {
      if (max.compareTo(min) < 0) {
        throw new IllegalArgumentException("from " + min + " to " + max + " is no range");
      }
    }

    @Override
    public Duration at(double u) {
      return min.plusNanos(Math.round(u * max.minus(min).toNanos()));
    }
  }

  /** A logarithm that is normal: the shape of most services' times, with a long tail. */
  record LogNormal(Duration median, Duration p99) implements Latency {
    private static final double NORMAL_P99 = 2.3263478740408408;

    public LogNormal {
      if (median.isZero() || p99.compareTo(median) < 0) {
        throw new IllegalArgumentException(
            "needs 0 < median <= p99, was " + median + " and " + p99);
      }
    }

    @Override
    public Duration at(double u) {
      double sigma = Math.log((double) p99.toNanos() / median.toNanos()) / NORMAL_P99;
      double normal = Math.sqrt(2) * Erf.erfInv(2 * u - 1);
      double nanos = median.toNanos() * Math.exp(sigma * normal);
      return Duration.ofNanos(Math.round(Math.min(nanos, Duration.ofDays(1).toNanos())));
    }
  }

  /** What {@link #parse} understands, for messages. */
  String FORMS =
      "a time (50ms), a range (100ms..2s), or a median and the 99th percentile (800ms p99 5s)";

  /** Reads {@code 50ms}, {@code 100ms..2s} or {@code 800ms p99 5s}; empty when it is neither. */
  static Optional<Latency> parse(String text) {
    Matcher form =
        Pattern.compile("(?<first>[^.p]+?)(?:(?<how>\\.\\.|\\sp99\\s)(?<second>.+))?")
            .matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    Optional<Duration> first = time(form.group("first"));
    if (form.group("how") == null) {
      return first.map(Fixed::new);
    }
    Optional<Duration> second = time(form.group("second"));
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          form.group("how").equals("..")
              ? new Uniform(first.get(), second.get())
              : new LogNormal(first.get(), second.get()));
    } catch (IllegalArgumentException notInOrder) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> time(String text) {
    Matcher time = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|m)").matcher(text.strip());
    if (!time.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(time.group(1));
    return Optional.of(
        switch (time.group(2)) {
          case "us" -> Duration.ofNanos(Math.multiplyExact(count, 1000L));
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> throw new IllegalStateException("the pattern lets no other unit through");
        });
  }
}
