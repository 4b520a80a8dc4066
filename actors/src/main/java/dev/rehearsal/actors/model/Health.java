package dev.rehearsal.actors.model;

import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a model's endpoint can take right now: how much at once, whether it asked for a pause,
 * whether it seems dead, whether it was given up. Tells what happens as events. Mutable; owned by
 * one actor, which keeps the timers. Times are nanoseconds of the actor's clock.
 */
final class Health {
  /** One 429 among replies holds up its own call only; two without a reply between, everybody. */
  private static final int RATE_LIMITED_IN_ROW = 2;

  private final String name;
  private final Consumer<ModelEvent> events;
  private final InFlightLimit limit;
  private final CircuitBreaker breaker;
  private long pausedUntil;
  private int rateLimitedInRow;
  private Map<String, Integer> lent = Map.of();
  private boolean probeScheduled;
  private boolean probeAllowed;
  private Optional<String> givenUp = Optional.empty();

  Health(String name, ModelSettings settings, Consumer<ModelEvent> events, long now) {
    this.name = name;
    this.events = events;
    this.limit = new InFlightLimit(settings.inFlight(), settings.shrinkCooldown().toNanos());
    this.breaker = new CircuitBreaker(settings.breaker());
    this.pausedUntil = now;
  }

  /** Attempts that may be under way at once, on all machines together. */
  int limit() {
    return limit.now() + lentNow();
  }

  /** What nodes lend, shrunk as this machine's own limit is. */
  private int lentNow() {
    return limit.now() >= limit.most()
        ? hands()
        : (int) Math.ceil((double) hands() * limit.now() / limit.most());
  }

  private int hands() {
    return lent.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Nodes can make so many calls at once from now on, by their names. */
  void lend(Map<String, Integer> hands) {
    lent = hands;
    events.accept(new ModelEvent.Retuned(name, limit.most() + hands()));
  }

  /** Most calls at once that nodes make, by their names. */
  Map<String, Integer> lent() {
    return lent;
  }

  /** Why every call fails from now on; empty while it is not given up. */
  Optional<String> givenUp() {
    return givenUp;
  }

  /** True while the endpoint seems dead: a failure is then its own, not the call's. */
  boolean down() {
    return breaker.open();
  }

  ModelStatus.BreakerState state() {
    if (givenUp.isPresent()) {
      return ModelStatus.BreakerState.GIVEN_UP;
    }
    return breaker.open() ? ModelStatus.BreakerState.OPEN : ModelStatus.BreakerState.CLOSED;
  }

  /** Whether an attempt may start; of a dead endpoint, true once for each probe. */
  boolean mayStart(long now) {
    if (breaker.open()) {
      boolean probe = probeAllowed;
      probeAllowed = false;
      return probe;
    }
    return now >= pausedUntil;
  }

  /** An attempt that was let through was not made after all: another may be the probe. */
  void notStarted() {
    probeAllowed = breaker.open();
  }

  void retune(int inFlight) {
    limit.retune(inFlight);
    events.accept(new ModelEvent.Retuned(name, inFlight + hands()));
  }

  /** A reply came. */
  void replied(long now) {
    rateLimitedInRow = 0;
    limit.answered(now);
  }

  /** The endpoint said something; true when this ended an outage. */
  boolean alive(long now) {
    Duration openFor = breaker.openFor(now);
    if (!breaker.answered()) {
      return false;
    }
    probeAllowed = false;
    probeScheduled = false;
    events.accept(new ModelEvent.BreakerClosed(name, openFor));
    return true;
  }

  /** A 429 came; how long everybody should wait, if they should. */
  Optional<Duration> rateLimited(long dispatchedAt, long now, Optional<Duration> retryAfter) {
    rateLimitedInRow++;
    if (limit.rateLimited(dispatchedAt, now)) {
      events.accept(new ModelEvent.RateLimitEpisode(name, limit(), retryAfter));
    }
    return rateLimitedInRow >= RATE_LIMITED_IN_ROW ? retryAfter : Optional.empty();
  }

  /** What a provider's word on its limits asks to wait: until the reset, when nothing is left. */
  static Optional<Duration> pauseOf(Outcome.Quota quota) {
    boolean exhausted =
        quota.remainingRequests().filter(left -> left <= 0).isPresent()
            || quota.remainingTokens().filter(left -> left <= 0).isPresent();
    return exhausted ? quota.resetIn() : Optional.empty();
  }

  /** Nothing starts before {@code until}; false when it was paused for longer anyway. */
  boolean pauseUntil(long until) {
    if (until <= pausedUntil) {
      return false;
    }
    pausedUntil = until;
    return true;
  }

  /** An attempt got no answer; after how long to call {@link #allowProbe}, if a probe is due. */
  Optional<Duration> failed(String reason, long now) {
    if (breaker.failed(now)) {
      events.accept(new ModelEvent.BreakerOpened(name, reason));
    }
    if (breaker.unreachable(now)) {
      giveUp("unreachable: " + reason);
    }
    if (!breaker.open() || probeScheduled || probeAllowed || givenUp.isPresent()) {
      return Optional.empty();
    }
    probeScheduled = true;
    return Optional.of(breaker.nextProbe());
  }

  /** The wait before a probe is over. */
  void allowProbe(long now) {
    probeScheduled = false;
    probeAllowed = breaker.open();
    if (breaker.unreachable(now)) {
      giveUp("unreachable");
    }
  }

  /** Every call fails from now on. */
  void giveUp(String reason) {
    if (givenUp.isEmpty()) {
      givenUp = Optional.of(reason);
      events.accept(new ModelEvent.GivenUp(name, reason));
    }
  }
}
