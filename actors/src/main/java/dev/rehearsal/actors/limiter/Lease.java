package dev.rehearsal.actors.limiter;

import dev.rehearsal.actors.limiter.SharedPermits.Answer;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.config.Limits;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One process's part of a credential's permits: taken a few at a time, and valid for a second from
 * when they were asked for. What is left then is spent, as is what a process that died had.
 * Mutable; owned by one actor.
 */
final class Lease {
  private static final Duration VALID = Duration.ofSeconds(1);
  private static final Duration AWAY = Duration.ofSeconds(1);

  /** So much of a minute's requests is taken at once, at most: those of half a second. */
  private static final long PART_OF_REQUESTS = 120;

  /** And so much of its tokens, for calls differ in length; a longer call alone. */
  private static final long PART_OF_TOKENS = 20;

  private final String credential;
  private final SharedPermits permits;
  private final Consumer<ModelEvent> events;
  private OptionalInt requestsPerMinute;
  private OptionalLong tokensPerMinute;
  private long requests;
  private long tokens;
  private long until;
  private boolean asking;
  private long askedAt;
  private long askedRequests;
  private long askedTokens;
  private long largestTokens;
  private long corrected;
  private long askedCorrected;
  private long awaySince = -1;

  Lease(String credential, Limits limits, SharedPermits permits, Consumer<ModelEvent> events) {
    this.credential = credential;
    this.permits = permits;
    this.events = events;
    this.requestsPerMinute = limits.requestsPerMinute();
    this.tokensPerMinute = limits.tokensPerMinute();
  }

  void retune(Limits limits) {
    requestsPerMinute = limits.requestsPerMinute();
    tokensPerMinute = limits.tokensPerMinute();
  }

  /** Uses one of the permits that it has; false when there is none for so many tokens. */
  boolean permits(long most, long now) {
    if (now >= until || requests < 1 || tokens < limited(most)) {
      return false;
    }
    requests--;
    tokens -= limited(most);
    return true;
  }

  /** An attempt used other tokens than were reserved for it. */
  void correct(long reserved, long used) {
    corrected += limited(used - reserved);
  }

  /** Whether an answer is awaited. */
  boolean asking() {
    return asking;
  }

  /**
   * Asks for the permits of those who wait.
   *
   * @param waiting the tokens of each, in the order in which they are served; at least one
   */
  CompletionStage<Answer> ask(LongStream waiting, long now) {
    askedRequests = 0;
    askedTokens = 0;
    PrimitiveIterator.OfLong each = waiting.map(this::limited).iterator();
    while (each.hasNext()) {
      long more = each.nextLong();
      if (askedRequests > 0
          && (askedRequests == mostRequests() || askedTokens + more > mostTokens())) {
        break;
      }
      askedRequests++;
      askedTokens += more;
    }
    largestTokens = Math.max(largestTokens, askedTokens);
    asking = true;
    askedAt = now;
    askedCorrected = corrected;
    return permits.take(
        credential,
        requestsPerMinute.isPresent()
            ? new Take(askedRequests, 0, pace(requestsPerMinute.getAsInt(), mostRequests()))
            : Take.NOTHING,
        tokensPerMinute.isPresent()
            ? new Take(
                askedTokens,
                askedCorrected,
                pace(tokensPerMinute.getAsLong(), Math.max(mostTokens(), largestTokens)))
            : Take.NOTHING);
  }

  /** The answer came; how long to wait before another is asked for, if nothing was granted. */
  Duration answered(Answer answer, long now) {
    asking = false;
    if (awaySince >= 0) {
      events.accept(new ModelEvent.SharedLimitBack(credential, Duration.ofNanos(now - awaySince)));
      awaySince = -1;
    }
    if (!answer.granted()) {
      return answer.dueIn();
    }
    corrected -= askedCorrected;
    requests = askedRequests;
    tokens = askedTokens;
    until = askedAt + VALID.toNanos();
    return Duration.ZERO;
  }

  /** No answer came: nothing is permitted. How long to wait before it is tried again. */
  Duration failed(@Nullable Throwable failure, long now) {
    asking = false;
    if (awaySince < 0) {
      awaySince = now;
      events.accept(new ModelEvent.SharedLimitAway(credential, why(failure)));
    }
    return AWAY;
  }

  private static String why(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause == null ? "" : String.valueOf(cause.getMessage());
  }

  private static Pace pace(long limit, long largest) {
    return Pace.of(limit, largest, VALID.toNanos());
  }

  private long mostRequests() {
    return Math.max(1, requestsPerMinute.orElse(Integer.MAX_VALUE) / PART_OF_REQUESTS);
  }

  private long mostTokens() {
    return Math.max(1, tokensPerMinute.orElse(Long.MAX_VALUE) / PART_OF_TOKENS);
  }

  private long limited(long most) {
    return tokensPerMinute.isPresent() ? most : 0;
  }
}
