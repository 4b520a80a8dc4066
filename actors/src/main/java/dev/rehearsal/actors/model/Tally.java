package dev.rehearsal.actors.model;

import dev.rehearsal.conversation.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Counts what became of a model's calls. Mutable; owned by one actor. */
final class Tally {
  private final Optional<Price> price;
  private final Map<String, Long> served = new TreeMap<>();
  private final Latencies.Histogram latencies = new Latencies.Histogram();
  private long calls;
  private long retries;
  private long callsAhead;
  private long retriesAhead;
  private long rateLimited;
  private long inputTokens;
  private long outputTokens;
  private long truncated;

  Tally(Optional<Price> price) {
    this.price = price;
  }

  void sent(int attempt) {
    if (callsAhead > 0) {
      callsAhead--;
    } else {
      calls++;
    }
    if (attempt > 1 && retriesAhead > 0) {
      retriesAhead--;
    } else if (attempt > 1) {
      retries++;
    }
  }

  /** What was sent was not made. Counters never fall: the next one is counted already. */
  void lapsed(int attempt) {
    callsAhead++;
    retriesAhead += attempt > 1 ? 1 : 0;
  }

  void rateLimited() {
    rateLimited++;
  }

  void answered(Reply reply, Duration latency) {
    latencies.add(latency.toNanos() / 1e9);
    truncated += reply.truncated() ? 1 : 0;
    reply.servedModel().ifPresent(model -> served.merge(model, 1L, Long::sum));
    reply
        .usage()
        .ifPresent(
            usage -> {
              inputTokens += usage.inputTokens();
              outputTokens += usage.outputTokens();
            });
  }

  ModelStatus status(int queued, int inFlight, Health health) {
    OptionalDouble usd =
        price.isPresent()
            ? OptionalDouble.of(price.get().of(inputTokens, outputTokens))
            : OptionalDouble.empty();
    return new ModelStatus(
        queued,
        inFlight,
        health.limit(),
        health.lent(),
        calls,
        retries,
        rateLimited,
        health.state(),
        inputTokens,
        outputTokens,
        usd,
        truncated,
        served,
        latencies.snapshot());
  }
}
