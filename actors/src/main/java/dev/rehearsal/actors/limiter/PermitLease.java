package dev.rehearsal.actors.limiter;

import dev.rehearsal.actors.limiter.SharedPermits.Answer;
import dev.rehearsal.actors.limiter.SharedPermits.Largest;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.config.Limits;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One process's part of a credential's permits: taken a few at a time, and valid for a second from
 * when they were asked for. What is left then is spent, as is what a process that died had.
 * Mutable; owned by one actor.
 */
final class PermitLease {
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
  private boolean announces;
  private long largest;
  private long corrected;
  private long askedCorrected;
  private OptionalLong waitsUntil = OptionalLong.empty();
  private OptionalLong awaySince = OptionalLong.empty();

  PermitLease(
      String credential, Limits limits, SharedPermits permits, Consumer<ModelEvent> events) {
    this.credential = credential;
    this.permits = permits;
    this.events = events;
    this.requestsPerMinute = limits.requestsPerMinute();
    this.tokensPerMinute = limits.tokensPerMinute();
  }

  void retune(Limits limits) {
    dueAnew();
    requestsPerMinute = limits.requestsPerMinute();
    tokensPerMinute = limits.tokensPerMinute();
  }

  /** How long nothing is asked for, nor permitted. */
  long waitNanos(long now) {
    return Math.max(0, waitsUntil.orElse(now) - now);
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

  /** An attempt used other tokens than were reserved for it. What it left may be due at once. */
  void correct(long reserved, long used) {
    corrected += limited(used - reserved);
    if (used < reserved) {
      dueAnew();
    }
  }

  private void dueAnew() {
    if (awaySince.isEmpty()) {
      waitsUntil = OptionalLong.empty();
    }
  }

  /** Whether an answer is awaited. */
  boolean asking() {
    return asking;
  }

  /**
   * Asks for the permits of those who wait; of the first alone while it is not sure that an answer
   * comes in time, for a late one is spent.
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
          && (awaySince.isPresent()
              || askedRequests == mostRequests()
              || askedTokens + more > mostTokens())) {
        break;
      }
      askedRequests++;
      askedTokens += more;
    }
    asking = true;
    askedAt = now;
    askedCorrected = corrected;
    long paced = Math.max(mostTokens(), largest);
    long larger = Math.min(askedTokens, Pace.largest(tokensPerMinute.orElse(Long.MAX_VALUE)));
    announces = tokensPerMinute.isPresent() && larger > paced;
    return announces ? announce(larger, paced) : take(paced);
  }

  /**
   * A call is larger than what all pace by: the minute that ends with it held that much less. This
   * takes none, and moves on by the rest; from then on all pace by the larger one.
   */
  private CompletionStage<Answer> announce(long larger, long paced) {
    Pace pace = pace(tokensPerMinute.orElseThrow(), larger);
    return permits.take(
        credential,
        Take.NOTHING,
        new Take(0, askedCorrected + larger - paced, pace),
        Largest.known(largest).next(larger));
  }

  private CompletionStage<Answer> take(long paced) {
    Take ofRequests =
        requestsPerMinute.isPresent()
            ? new Take(askedRequests, 0, pace(requestsPerMinute.getAsInt(), mostRequests()))
            : Take.NOTHING;
    if (tokensPerMinute.isEmpty()) {
      return permits.take(credential, ofRequests, Take.NOTHING, Largest.NONE);
    }
    Largest known = Largest.known(largest);
    return permits.take(
        credential,
        ofRequests,
        new Take(askedTokens, askedCorrected, pace(tokensPerMinute.getAsLong(), paced)),
        largest > 0 && askedTokens > largest / 2 ? known.next(largest) : known);
  }

  /** The answer came. Permits that were given after their second are spent, as none had come. */
  void answered(Answer answer, long now) {
    asking = false;
    largest = answer.largest();
    if (!answer.granted()) {
      waitsUntil = OptionalLong.of(now + answer.dueIn().toNanos());
      return;
    }
    corrected -= askedCorrected;
    if (now - askedAt >= VALID.toNanos()) {
      away(
          "the answer took %d ms, and what it permits holds for %d ms"
              .formatted(TimeUnit.NANOSECONDS.toMillis(now - askedAt), VALID.toMillis()),
          now);
      return;
    }
    waitsUntil = OptionalLong.empty();
    if (awaySince.isPresent()) {
      Duration away = Duration.ofNanos(now - awaySince.getAsLong());
      events.accept(new ModelEvent.SharedLimitBack(credential, away));
      awaySince = OptionalLong.empty();
    }
    requests = announces ? 0 : askedRequests;
    tokens = announces ? 0 : askedTokens;
    until = askedAt + VALID.toNanos();
  }

  /**
   * No answer came: nothing is permitted. Whether it was taken is not known, so what was to be
   * given back with it is not given back again.
   */
  void failed(@Nullable Throwable failure, long now) {
    asking = false;
    corrected -= Math.min(0, askedCorrected);
    away(why(failure), now);
  }

  private void away(String why, long now) {
    waitsUntil = OptionalLong.of(now + AWAY.toNanos());
    if (awaySince.isEmpty()) {
      awaySince = OptionalLong.of(now);
      events.accept(new ModelEvent.SharedLimitAway(credential, why));
    }
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
