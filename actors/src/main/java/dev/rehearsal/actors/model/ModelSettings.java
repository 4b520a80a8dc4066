package dev.rehearsal.actors.model;

import dev.rehearsal.config.Block;
import java.time.Duration;
import java.util.Optional;

/**
 * How a model may be used; the keys that every type of model has.
 *
 * @param inFlight most calls at once, at least 1
 * @param timeout of one attempt, the whole exchange, from dispatch
 * @param attempts most attempts for one reply, at least 1
 * @param longestReply tokens to reserve for a reply before its usage is known, at least 1
 * @param price US dollars for tokens; empty when unknown
 * @param limits the name of the credential whose limits it shares; empty for none
 * @param retries how it waits between attempts
 * @param breaker when its endpoint counts as dead
 * @param shrinkCooldown at most one shrink of {@code inFlight} within it
 */
public record ModelSettings(
    int inFlight,
    Duration timeout,
    int attempts,
    long longestReply,
    Optional<Price> price,
    Optional<String> limits,
    Retries retries,
    Breaker breaker,
    Duration shrinkCooldown) {

  /**
   * Waiting between attempts.
   *
   * @param first wait after the first failure; doubles with each, jittered to 50-100 %
   * @param longest wait between attempts when the provider names none
   * @param longestRetryAfter a provider that names a longer wait is asked again after this one
   * @param rateLimited so many 429s of one call are free; each one more uses up an attempt
   */
  public record Retries(
      Duration first, Duration longest, Duration longestRetryAfter, int rateLimited) {}

  /**
   * The circuit breaker.
   *
   * @param failures in a row, without any success, that open it
   * @param probe wait before the first probe; doubles up to {@code longestProbe}
   * @param longestProbe longest wait between probes
   * @param unreachableAfter so long open without any success, the model is given up
   */
  public record Breaker(
      int failures, Duration probe, Duration longestProbe, Duration unreachableAfter) {}

  /** Reads the keys that every type of model has, out of a block that has its defaults. */
  public static ModelSettings read(Block block) {
    Block retries = block.block("retries");
    Block breaker = block.block("breaker");
    ModelSettings settings =
        new ModelSettings(
            inFlight(block),
            block.duration("timeout"),
            (int) block.integer("attempts", 1, 1_000),
            block.integer("longest-reply", 1, Integer.MAX_VALUE),
            block.optionalBlock("price").map(Price::read),
            block.optionalString("limits"),
            new Retries(
                retries.duration("first"),
                retries.duration("longest"),
                retries.duration("longest-retry-after"),
                (int) retries.integer("rate-limited", 0, 1_000_000)),
            new Breaker(
                (int) breaker.integer("failures", 1, 1_000_000),
                breaker.duration("probe"),
                breaker.duration("longest-probe"),
                breaker.duration("unreachable-after")),
            block.duration("shrink-cooldown"));
    retries.done();
    breaker.done();
    return settings;
  }

  /** Reads most calls at once. */
  public static int inFlight(Block block) {
    return (int) block.integer("in-flight", 1, 100_000);
  }

  /** The same for a model whose replies cost nothing. */
  public ModelSettings atNoCost() {
    return new ModelSettings(
        inFlight,
        timeout,
        attempts,
        longestReply,
        Optional.of(Price.NOTHING),
        limits,
        retries,
        breaker,
        shrinkCooldown);
  }

  /** The same with another reservation: the parameters of a request may bound its reply. */
  public ModelSettings withLongestReply(long tokens) {
    return new ModelSettings(
        inFlight, timeout, attempts, tokens, price, limits, retries, breaker, shrinkCooldown);
  }
}
