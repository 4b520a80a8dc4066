package dev.rehearsal.actors.model;

import java.time.Duration;

/**
 * Tells a dead endpoint from a bad moment: opens after so many failures in a row; while open, one
 * probe at a time goes through, each after a longer wait; any answer closes it. Mutable; owned by
 * one actor.
 */
final class CircuitBreaker {
  private final ModelSettings.Breaker settings;
  private int failuresInRow;
  private int probes;
  private boolean open;
  private long openedAt;

  CircuitBreaker(ModelSettings.Breaker settings) {
    this.settings = settings;
  }

  boolean open() {
    return open;
  }

  /** The endpoint answered, whatever it said; true when this closed the breaker. */
  boolean answered() {
    boolean closed = open;
    open = false;
    failuresInRow = 0;
    probes = 0;
    return closed;
  }

  /** No answer; true when this opened the breaker. */
  boolean failed(long now) {
    failuresInRow++;
    if (open || failuresInRow < settings.failures()) {
      return false;
    }
    open = true;
    openedAt = now;
    return true;
  }

  /** The wait before the next probe; each is twice the one before, up to the longest. */
  Duration nextProbe() {
    Duration wait = settings.probe().multipliedBy(1L << Math.min(probes++, 20));
    return wait.compareTo(settings.longestProbe()) > 0 ? settings.longestProbe() : wait;
  }

  Duration openFor(long now) {
    return Duration.ofNanos(open ? now - openedAt : 0);
  }

  /** True when it has been open for so long that the model is given up. */
  boolean unreachable(long now) {
    return open && openFor(now).compareTo(settings.unreachableAfter()) >= 0;
  }
}
