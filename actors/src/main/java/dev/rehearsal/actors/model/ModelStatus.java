package dev.rehearsal.actors.model;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a model is doing, since this process opened it.
 *
 * @param queued asks that wait for their first attempt or the next one
 * @param inFlight attempts under way
 * @param limit of attempts under way, right now, on all machines together
 * @param lent most attempts at once that nodes make, by their names
 * @param calls attempts made; one that nobody began counts for the next one
 * @param retries attempts after the first of their ask
 * @param rateLimited attempts that were answered with a 429
 * @param breaker state of the circuit breaker
 * @param inputTokens as the provider counted them
 * @param outputTokens as the provider counted them
 * @param usd US dollars for those tokens; empty when the price is unknown
 * @param truncated replies that were cut by length
 * @param served replies by the model that the provider says answered; more than one entry: it
 *     changed within the run
 * @param latencies of replies
 */
public record ModelStatus(
    int queued,
    int inFlight,
    int limit,
    Map<String, Integer> lent,
    long calls,
    long retries,
    long rateLimited,
    BreakerState breaker,
    long inputTokens,
    long outputTokens,
    OptionalDouble usd,
    long truncated,
    Map<String, Long> served,
    Latencies latencies) {
  public ModelStatus {
    lent = Map.copyOf(lent);
    served = Map.copyOf(served);
  }

  /** Of the circuit breaker. */
  public enum BreakerState {
    /** Calls go through. */
    CLOSED,
    /** The endpoint seems dead: only probes go through. */
    OPEN,
    /** Given up: every call fails. */
    GIVEN_UP
  }
}
