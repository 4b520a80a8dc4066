package dev.rehearsal.config;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one credential may do in a minute, whatever models share it; empty for no limit. */
public record Limits(OptionalInt requestsPerMinute, OptionalLong tokensPerMinute) {

  /** Reads a credential's block. */
  public static Limits read(Block credential) {
    OptionalLong requests = credential.optionalInteger("requests-per-minute", 1, Integer.MAX_VALUE);
    return new Limits(
        requests.isPresent() ? OptionalInt.of((int) requests.getAsLong()) : OptionalInt.empty(),
        credential.optionalInteger("tokens-per-minute", 1, Long.MAX_VALUE));
  }

  /** The same with another limit of requests. */
  public Limits withRequestsPerMinute(OptionalInt most) {
    return new Limits(most, tokensPerMinute);
  }

  /** The same with another limit of tokens. */
  public Limits withTokensPerMinute(OptionalLong most) {
    return new Limits(requestsPerMinute, most);
  }
}
