package dev.rehearsal.app.check;

import dev.rehearsal.actors.model.ModelSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What one lane or one judge will ask of its model, if the whole log is read.
 *
 * @param who {@code lane candidate} or {@code judge NAME}
 * @param asks each ends in one final word; of a judge, one for each reply and grader
 * @param requestBytes of all asks together, as text
 * @param asksEach how often an ask may be made: a judge is asked again when its answer is unusable
 * @param expected what is likely, if each ask is answered at once
 */
public record Asked(
    String who,
    ModelSpec model,
    OptionalLong asks,
    OptionalLong requestBytes,
    int asksEach,
    Optional<Likely> expected) {
  /**
   * Tokens of all asks together: lanes reply at the length of the recorded replies, judges as long
   * as they may.
   *
   * @param inputTokens of the requests
   * @param outputTokens of the replies
   */
  public record Likely(double inputTokens, double outputTokens) {}

  /** About what a token covers. */
  public static final int BYTES_PER_TOKEN = 3;

  /**
   * Every attempt used, but for those that are answered with a 429, which are free; recorded
   * replies need none.
   */
  public OptionalLong mostCalls() {
    return model.generates()
        ? times(asks, (long) asksEach * model.settings().attempts())
        : OptionalLong.of(0);
  }

  /** Tokens of one attempt for each ask, in and out. */
  OptionalLong tokens() {
    return asks.isPresent() && requestBytes.isPresent()
        ? OptionalLong.of(inputTokens() + outputTokens())
        : OptionalLong.empty();
  }

  /** Tokens, every attempt used. */
  public OptionalLong mostTokens() {
    return model.generates()
        ? times(tokens(), (long) asksEach * model.settings().attempts())
        : OptionalLong.of(0);
  }

  /** US dollars, every attempt used; empty when the plan has no price. */
  public OptionalDouble mostUsd() {
    if (!model.generates() || free()) {
      return OptionalDouble.of(0);
    }
    return model.settings().price().isPresent() && tokens().isPresent()
        ? OptionalDouble.of(
            model.settings().price().get().of(inputTokens(), outputTokens())
                * asksEach
                * model.settings().attempts())
        : OptionalDouble.empty();
  }

  /**
   * US dollars of all of them together, every attempt used: never more than the budget; empty when
   * not known.
   */
  public static OptionalDouble mostUsd(List<Asked> asked, OptionalDouble budget) {
    double sum = 0;
    boolean known = true;
    for (Asked each : asked) {
      known &= each.mostUsd().isPresent();
      sum += each.mostUsd().orElse(0);
    }
    if (budget.isPresent()) {
      return OptionalDouble.of(known ? Math.min(sum, budget.getAsDouble()) : budget.getAsDouble());
    }
    return known ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }

  /** US dollars that are likely; empty when the plan has no price or the texts were not seen. */
  public OptionalDouble likelyUsd() {
    if (!model.generates() || free()) {
      return OptionalDouble.of(0);
    }
    return model.settings().price().isPresent() && expected.isPresent()
        ? OptionalDouble.of(
            model
                .settings()
                .price()
                .get()
                .of(
                    Math.round(expected.get().inputTokens()),
                    Math.round(expected.get().outputTokens())))
        : OptionalDouble.empty();
  }

  /** A model of this machine costs what the plan says; without a price, nothing. */
  private boolean free() {
    return model
        .settings()
        .price()
        .map(price -> price.of(1, 1) == 0)
        .orElseGet(() -> model.host().isEmpty());
  }

  private long inputTokens() {
    return requestBytes.orElse(0) / BYTES_PER_TOKEN;
  }

  private long outputTokens() {
    return asks.orElse(0) * model.settings().longestReply();
  }

  private static OptionalLong times(OptionalLong value, long factor) {
    return value.isPresent() ? OptionalLong.of(value.getAsLong() * factor) : value;
  }
}
