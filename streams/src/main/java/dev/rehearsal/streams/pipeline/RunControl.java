package dev.rehearsal.streams.pipeline;

import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import dev.rehearsal.standing.Standing;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is said to a running path from outside: stop admitting. And what the path says to itself:
 * which categories are decided, and at which look. Thread-safe.
 */
public final class RunControl {

  /** Why admission was ended from outside. */
  public enum Stop {
    /** The plan's time was up: a result. */
    DEADLINE,
    /** A person stopped it: no result yet, it can be resumed. */
    INTERRUPTED
  }

  private final SharedKillSwitch admission = KillSwitches.shared("admission");
  private final Turnstile turnstile = new Turnstile();
  private final CompletableFuture<Stop> stop = new CompletableFuture<>();
  private final Map<String, Long> decidedAt = new ConcurrentHashMap<>();
  private volatile long admitted;

  /** Admits no more; calls that were sent are finished and counted. The first reason stays. */
  public void stop(Stop reason) {
    stop.complete(reason);
    admission.shutdown();
  }

  /** Admits nothing new until {@link #goOn}; what is admitted is finished. False when it did so. */
  public boolean pause() {
    return turnstile.close();
  }

  /** Admits again; false when it was not paused. */
  public boolean goOn() {
    return turnstile.open();
  }

  /** Whether it is paused. */
  public boolean paused() {
    return turnstile.closed();
  }

  Turnstile turnstile() {
    return turnstile;
  }

  /** Why admission was ended from outside, if it was. */
  public Optional<Stop> stopped() {
    return stop.isDone() ? Optional.of(stop.join()) : Optional.empty();
  }

  /** Completes once it was told to stop. */
  public CompletionStage<Stop> whenStopped() {
    return stop;
  }

  /** How many prefixes are admitted, those that came out of the journal included. */
  public long admitted() {
    return admitted;
  }

  /** Called for one number after the other. */
  Admitted admitted(Admitted prefix) {
    admitted = prefix.number();
    return prefix;
  }

  SharedKillSwitch admission() {
    return admission;
  }

  /**
   * Takes over what the run decided before it was resumed, so that nothing is graded again for it.
   *
   * @param looks by category, the look that decided it
   */
  public void resume(Map<String, Long> looks) {
    decidedAt.putAll(looks);
  }

  /** Whether the category needs no verdict on the admission: it was decided at a look before it. */
  boolean decided(String category, long admission) {
    Long look = decidedAt.get(category);
    return look != null && admission > look;
  }

  void note(Standing standing) {
    standing
        .categories()
        .forEach(c -> c.decidedAt().ifPresent(look -> decidedAt.put(c.category(), look)));
  }
}
