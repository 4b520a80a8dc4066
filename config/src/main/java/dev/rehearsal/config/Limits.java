package dev.rehearsal.config;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one credential may do, whatever models share it.
 *
 * @param requestsPerMinute empty for no limit
 * @param tokensPerMinute empty for no limit
 * @param yieldBelow share of the provider's limit, within (0, 1), that is left to others: below it
 *     nothing is sent; empty for none
 * @param shared whether other processes share the limits
 */
public record Limits(
    OptionalInt requestsPerMinute,
    OptionalLong tokensPerMinute,
    OptionalDouble yieldBelow,
    boolean shared) {

  /** Limits that leave nothing to others. */
  public Limits(OptionalInt requestsPerMinute, OptionalLong tokensPerMinute) {
    this(requestsPerMinute, tokensPerMinute, OptionalDouble.empty(), false);
  }

  /** Reads a credential's block. */
  public static Limits read(Block credential) {
    OptionalLong requests = credential.optionalInteger("requests-per-minute", 1, Integer.MAX_VALUE);
    return new Limits(
        requests.isPresent() ? OptionalInt.of((int) requests.getAsLong()) : OptionalInt.empty(),
        credential.optionalInteger("tokens-per-minute", 1, Long.MAX_VALUE),
        credential.optionalBetween("yield-below", 0, 1),
        credential.has("shared") && credential.flag("shared"));
  }

  /** The same with another limit of requests. */
  public Limits withRequestsPerMinute(OptionalInt most) {
    return new Limits(most, tokensPerMinute, yieldBelow, shared);
  }

  /** The same with another limit of tokens. */
  public Limits withTokensPerMinute(OptionalLong most) {
    return new Limits(requestsPerMinute, most, yieldBelow, shared);
  }
}
