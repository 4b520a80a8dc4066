package dev.rehearsal.actors.limiter;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run may spend; an empty limit is none.
 *
 * @param usd US dollars
 * @param tokens in and out together
 * @param calls attempts
 */
public record Budget(OptionalDouble usd, OptionalLong tokens, OptionalLong calls) {

  /** False when nothing is limited: then nobody needs to ask. */
  public boolean limits() {
    return usd.isPresent() || tokens.isPresent() || calls.isPresent();
  }

  /** The limit that {@code cost} would exceed, in words; empty when it exceeds none. */
  Optional<String> exceededBy(Cost cost) {
    if (usd.isPresent() && cost.usd() > usd.getAsDouble()) {
      return Optional.of(
          "budget of " + BigDecimal.valueOf(usd.getAsDouble()).toPlainString() + " US dollars");
    }
    if (tokens.isPresent() && cost.tokens() > tokens.getAsLong()) {
      return Optional.of("budget of " + tokens.getAsLong() + " tokens");
    }
    if (calls.isPresent() && cost.calls() > calls.getAsLong()) {
      return Optional.of("budget of " + calls.getAsLong() + " calls");
    }
    return Optional.empty();
  }
}
