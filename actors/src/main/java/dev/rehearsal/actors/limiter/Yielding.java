package dev.rehearsal.actors.limiter;

import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Leaves a share of a provider's limit to others: while less is left, nothing is sent. Mutable;
 * owned by one actor.
 */
final class Yielding {
  /** Where the provider does not say when its limit is whole again. */
  static final Duration UNSTATED = Duration.ofMinutes(1);

  /** After so long it is tried again, whatever the provider stated. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final String credential;
  private final OptionalDouble below;
  private final Consumer<ModelEvent> events;
  private final Set<String> silent = new HashSet<>();
  private boolean yields;
  private String because = "";
  private long since;
  private long until;
  private long before;

  /**
   * @param below share of the limit; empty to use what there is
   */
  Yielding(String credential, OptionalDouble below, Consumer<ModelEvent> events) {
    this.credential = credential;
    this.below = below;
    this.events = events;
  }

  /** A provider said what is left, or not; how long to send nothing from now, if so. */
  Optional<Duration> heard(String model, Optional<Outcome.Level> lowest, long now) {
    if (below.isEmpty()) {
      return Optional.empty();
    }
    if (lowest.isEmpty()) {
      if (silent.add(model)) {
        events.accept(new ModelEvent.CannotYield(model, credential));
      }
      return Optional.empty();
    }
    Outcome.Level level = lowest.get();
    if (level.share() >= below.getAsDouble()) {
      return Optional.empty();
    }
    Duration stated = level.resetIn().orElse(UNSTATED);
    Duration pause = stated.compareTo(LONGEST) > 0 ? LONGEST : stated;
    if (!yields) {
      yields = true;
      because = model;
      since = now;
      until = now;
      events.accept(new ModelEvent.Yields(model, credential, level, pause));
    }
    until = Math.max(until, now + pause.toNanos());
    return Optional.of(pause);
  }

  /** Time has passed. */
  void goOn(long now) {
    if (yields && now >= until) {
      yields = false;
      before += now - since;
      events.accept(
          new ModelEvent.YieldsNoMore(because, credential, Duration.ofNanos(now - since)));
    }
  }

  boolean now() {
    return yields;
  }

  /** How long it has yielded, so far. */
  Duration soFar(long now) {
    return Duration.ofNanos(before + (yields ? now - since : 0));
  }
}
