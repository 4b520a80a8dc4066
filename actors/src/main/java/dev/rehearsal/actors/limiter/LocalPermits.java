package dev.rehearsal.actors.limiter;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Permits that limiters of one process share, in its memory. Thread-safe. */
public final class LocalPermits implements SharedPermits {
  private final LongSupplier nanos;
  private final Map<String, Due> due = new HashMap<>();

  /** Theoretical arrivals, in nanoseconds of the clock, and the largest take, till when. */
  private record Due(double requests, double tokens, long largest, double largestUntil) {
    static final Due NEVER_TAKEN =
        new Due(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY);

    long largest(double now) {
      return now < largestUntil ? largest : 0;
    }
  }

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public LocalPermits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public synchronized CompletionStage<Answer> take(
      String credential, Take requests, Take tokens, Largest largest) {
    double now = nanos.getAsLong();
    Due before = due.getOrDefault(credential, Due.NEVER_TAKEN);
    double ofRequests = corrected(before.requests(), requests);
    double ofTokens = corrected(before.tokens(), tokens);
    double wait = Math.max(wait(ofRequests, requests, now), wait(ofTokens, tokens, now));
    long holds = before.largest(now);
    if (wait > 0 || largest.known().orElse(holds) != holds) {
      Duration dueIn = Duration.ofNanos((long) Math.ceil(Math.max(0, wait)));
      return CompletableFuture.completedFuture(new Answer(false, dueIn, holds));
    }
    due.put(
        credential,
        new Due(
            Math.max(ofRequests, now) + requests.nanos(),
            Math.max(ofTokens, now) + tokens.nanos(),
            largest.next().orElse(before.largest()),
            largest.next().isPresent() ? now + Largest.HOLDS.toNanos() : before.largestUntil()));
    return CompletableFuture.completedFuture(new Answer(true, Duration.ZERO, largest.after()));
  }

  private static double corrected(double due, Take take) {
    return due + take.corrected() * take.pace().nanosPerUnit();
  }

  private static double wait(double due, Take take, double now) {
    return take.units() == 0 ? 0 : due - take.pace().toleranceNanos() - now;
  }
}
