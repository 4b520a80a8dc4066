package dev.rehearsal.actors.model.http;

import dev.rehearsal.model.Outcome;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what providers say about their limits: {@code Retry-After} and the headers beside it. */
final class RateLimitHeaders {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d+)?");

  /** The headers of one limit. */
  private record Limit(String of, String all, String left, String reset) {
    static Limit openAi(String of) {
      return new Limit(
          of, "x-ratelimit-limit-" + of, "x-ratelimit-remaining-" + of, "x-ratelimit-reset-" + of);
    }

    static Limit anthropic(String of) {
      String head = "anthropic-ratelimit-" + of.replace(' ', '-');
      return new Limit(of, head + "-limit", head + "-remaining", head + "-reset");
    }
  }

  private static final List<Limit> LIMITS =
      List.of(
          Limit.openAi("requests"),
          Limit.openAi("tokens"),
          Limit.anthropic("requests"),
          Limit.anthropic("tokens"),
          Limit.anthropic("input tokens"),
          Limit.anthropic("output tokens"));

  private final HttpHeaders headers;
  private final Instant now;

  RateLimitHeaders(HttpHeaders headers, InstantSource clock) {
    this.headers = headers;
    this.now = clock.instant();
  }

  /** {@code retry-after-ms}, else {@code Retry-After} in seconds or as an HTTP date. */
  Optional<Duration> retryAfter() {
    return headers
        .firstValue("retry-after-ms")
        .flatMap(RateLimitHeaders::number)
        .map(ms -> Duration.ofNanos((long) (ms * 1e6)))
        .or(
            () ->
                headers
                    .firstValue("retry-after")
                    .flatMap(text -> seconds(text).or(() -> untilHttpDate(text))));
  }

  /** What is left, in OpenAI's or Anthropic's headers; empty when they say nothing. */
  Optional<Outcome.Quota> quota() {
    if (headers.map().keySet().stream().noneMatch(name -> name.contains("ratelimit"))) {
      return Optional.empty();
    }
    Optional<Long> requests =
        least("x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-remaining");
    Optional<Long> tokens =
        least(
            "x-ratelimit-remaining-tokens",
            "anthropic-ratelimit-tokens-remaining",
            "anthropic-ratelimit-input-tokens-remaining",
            "anthropic-ratelimit-output-tokens-remaining");
    if (requests.isEmpty() && tokens.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Outcome.Quota(requests, tokens, reset(requests, tokens), lowest()));
  }

  /** Of the limits that are stated together with what is left of them. */
  private Optional<Outcome.Level> lowest() {
    return LIMITS.stream()
        .flatMap(limit -> level(limit).stream())
        .min(Comparator.comparingDouble(Outcome.Level::share));
  }

  private Optional<Outcome.Level> level(Limit limit) {
    Optional<Double> all = headers.firstValue(limit.all()).flatMap(RateLimitHeaders::number);
    Optional<Double> left = headers.firstValue(limit.left()).flatMap(RateLimitHeaders::number);
    return all.isPresent() && left.isPresent() && all.get() > 0
        ? Optional.of(
            new Outcome.Level(
                limit.of(),
                Math.min(1, left.get() / all.get()),
                waits(limit.reset()).max(Duration::compareTo)))
        : Optional.empty();
  }

  /** Of what has run out; of what has not, the reset does not matter. */
  private Optional<Duration> reset(Optional<Long> requests, Optional<Long> tokens) {
    Stream<Duration> ofRequests =
        requests.filter(left -> left > 0).isPresent()
            ? Stream.empty()
            : waits("x-ratelimit-reset-requests", "anthropic-ratelimit-requests-reset");
    Stream<Duration> ofTokens =
        tokens.filter(left -> left > 0).isPresent()
            ? Stream.empty()
            : waits(
                "x-ratelimit-reset-tokens",
                "anthropic-ratelimit-tokens-reset",
                "anthropic-ratelimit-input-tokens-reset",
                "anthropic-ratelimit-output-tokens-reset");
    return Stream.concat(ofRequests, ofTokens).max(Duration::compareTo);
  }

  private Optional<Long> least(String... names) {
    return Stream.of(names)
        .flatMap(name -> headers.firstValue(name).flatMap(RateLimitHeaders::number).stream())
        .map(Double::longValue)
        .min(Long::compareTo);
  }

  private Stream<Duration> waits(String... names) {
    return Stream.of(names)
        .flatMap(name -> headers.firstValue(name).stream())
        .flatMap(
            text -> parts(text).or(() -> seconds(text)).or(() -> untilTimestamp(text)).stream());
  }

  /** {@code 6m0s}, {@code 1.5s}, {@code 20ms}. */
  private static Optional<Duration> parts(String text) {
    Matcher part = PART.matcher(text.strip());
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      double value = Double.parseDouble(part.group(1));
      double nanos =
          switch (part.group(2)) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 86_400e9;
          };
      sum = sum.plusNanos((long) (value * nanos));
      end = part.end();
    }
    return end > 0 && end == text.strip().length() ? Optional.of(sum) : Optional.empty();
  }

  private static Optional<Duration> seconds(String text) {
    return number(text).map(s -> Duration.ofNanos((long) (s * 1e9)));
  }

  private static Optional<Double> number(String text) {
    String stripped = text.strip();
    return NUMBER.matcher(stripped).matches()
        ? Optional.of(Double.parseDouble(stripped))
        : Optional.empty();
  }

  private Optional<Duration> untilHttpDate(String text) {
    return until(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private Optional<Duration> untilTimestamp(String text) {
    return until(text, DateTimeFormatter.ISO_DATE_TIME);
  }

  private Optional<Duration> until(String text, DateTimeFormatter format) {
    try {
      Duration wait = Duration.between(now, ZonedDateTime.parse(text.strip(), format).toInstant());
      return List.of(wait, Duration.ZERO).stream().max(Duration::compareTo);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
