package dev.rehearsal.model;

import dev.rehearsal.conversation.Reply;
import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. */
public sealed interface Outcome {

  /** What the provider's rate-limit headers say is left; empty when they say nothing. */
  Optional<Quota> quota();

  /** A reply. A refusal and a content-filter finish are replies too. */
  record Answered(Reply reply, Optional<Quota> quota) implements Outcome {}

  /** Too many requests: seen by the model actor, never by its callers. */
  record RateLimited(Optional<Duration> retryAfter, Optional<Quota> quota) implements Outcome {}

  /** The provider would not take the request because of its content; asking again is no use. */
  record Blocked(String reason) implements Outcome {
    @Override
    public Optional<Quota> quota() {
      return Optional.empty();
    }
  }

  /**
   * No reply.
   *
   * @param reason short, without secrets and without model text: {@code http 503}, {@code timeout}
   * @param retryable whether another attempt may succeed
   * @param fatal whether every further call would fail too (key rejected, unknown model): the run
   *     stops and says so
   * @param retryAfter how long the provider asked to wait (a 503 may say)
   * @param maybeBilled whether the provider may have charged: the request arrived, and a reply was
   *     lost on the way
   */
  record Failed(
      String reason,
      boolean retryable,
      boolean fatal,
      Optional<Duration> retryAfter,
      boolean maybeBilled)
      implements Outcome {
    /** Nothing was charged, and another attempt may succeed. */
    public static Failed retryable(String reason) {
      return new Failed(reason, true, false, Optional.empty(), false);
    }

    /** A reply was lost on the way: it may have been charged, and another attempt may succeed. */
    public static Failed lost(String reason) {
      return new Failed(reason, true, false, Optional.empty(), true);
    }

    /** Asking again is no use, for this prompt. */
    public static Failed terminal(String reason) {
      return new Failed(reason, false, false, Optional.empty(), false);
    }

    /** Asking again is no use, for any prompt. */
    public static Failed fatal(String reason) {
      return new Failed(reason, false, true, Optional.empty(), false);
    }

    @Override
    public Optional<Quota> quota() {
      return Optional.empty();
    }
  }

  /**
   * No reply, because the machine that made the attempt is gone. That says nothing of the model;
   * the provider may have charged.
   *
   * @param reason short, as that of {@link Failed}
   */
  record Stranded(String reason) implements Outcome {
    @Override
    public Optional<Quota> quota() {
      return Optional.empty();
    }
  }

  /**
   * No attempt was made: whoever had it did not begin before its permit was too old to be used.
   * Nothing was charged, and another permit makes it good.
   */
  record Lapsed() implements Outcome {
    @Override
    public Optional<Quota> quota() {
      return Optional.empty();
    }
  }

  /**
   * A provider's word on what is left of its limit.
   *
   * @param remainingRequests until the reset
   * @param remainingTokens until the reset
   * @param resetIn until the limit is whole again
   * @param lowest of the limits of which it says how much they are and how much is left
   */
  record Quota(
      Optional<Long> remainingRequests,
      Optional<Long> remainingTokens,
      Optional<Duration> resetIn,
      Optional<Level> lowest) {

    /** Where nobody says how much the limits are. */
    public Quota(
        Optional<Long> remainingRequests,
        Optional<Long> remainingTokens,
        Optional<Duration> resetIn) {
      this(remainingRequests, remainingTokens, resetIn, Optional.empty());
    }
  }

  /**
   * How much of a limit is left.
   *
   * @param of what is limited, for people: {@code requests}, {@code input tokens}
   * @param share of the limit that is left, within [0, 1]
   * @param resetIn until it is whole again
   */
  record Level(String of, double share, Optional<Duration> resetIn) {}
}
