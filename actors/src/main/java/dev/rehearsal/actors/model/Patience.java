package dev.rehearsal.actors.model;

import akka.actor.typed.javadsl.TimerScheduler;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Knows how long to wait: after an attempt without a reply, for a pause that the provider asked
 * for, and for the next probe of a dead endpoint. Mutable; owned by one actor.
 */
final class Patience {
  private final ModelSettings settings;
  private final Health health;
  private final Backoff backoff;
  private final TimerScheduler<ModelActor.Command> timers;
  private final LongSupplier nanos;
  private final Consumer<Duration> paused;

  /**
   * @param paused is told of each pause, for others who share the credential
   */
  Patience(
      ModelParts parts,
      Health health,
      TimerScheduler<ModelActor.Command> timers,
      Consumer<Duration> paused) {
    this.settings = parts.settings();
    this.health = health;
    this.backoff = new Backoff(settings.retries(), parts.seed());
    this.timers = timers;
    this.nanos = parts.nanos();
    this.paused = paused;
  }

  /**
   * A 429 came. The first ones of a call are free, for they say nothing of it; each more is a
   * failure. Returns the wait before its next attempt.
   */
  Duration rateLimited(Job job, Optional<Duration> retryAfter) {
    alive();
    health.rateLimited(job.dispatchedAt, nanos.getAsLong(), retryAfter).ifPresent(this::pause);
    job.rateLimited++;
    if (job.rateLimited > settings.retries().rateLimited()) {
      job.failures++;
    }
    return backoff.wait(job.rateLimited, retryAfter);
  }

  /**
   * No answer came, and another attempt may get one. While the endpoint is dead that is no fault of
   * the job's. Returns the wait before its next attempt.
   */
  Duration failed(Job job, Outcome.Failed failed) {
    health
        .failed(failed.reason(), nanos.getAsLong())
        .ifPresent(
            probe -> timers.startSingleTimer(ModelActor.Tick.PROBE, ModelActor.Tick.PROBE, probe));
    if (!health.down()) {
      job.failures++;
    }
    return backoff.wait(Math.max(1, job.failures), failed.retryAfter());
  }

  /** The machine that made the attempt is gone. Returns the wait before its next attempt. */
  Duration stranded(Job job) {
    health.notStarted();
    job.failures++;
    return backoff.wait(job.failures, Optional.empty());
  }

  /** The attempt was not made, and does not count. Returns the wait before it is: none. */
  Duration lapsed(Job job) {
    health.notStarted();
    job.attempt--;
    return Duration.ZERO;
  }

  /** The endpoint said something. */
  void alive() {
    if (health.alive(nanos.getAsLong())) {
      timers.cancel(ModelActor.Tick.PROBE);
    }
  }

  /** The provider asked everybody to wait. */
  void pause(Duration asked) {
    Duration bounded = backoff.bounded(asked);
    if (health.pauseUntil(nanos.getAsLong() + bounded.toNanos())) {
      timers.startSingleTimer(ModelActor.Tick.PAUSE_OVER, ModelActor.Tick.PAUSE_OVER, bounded);
      paused.accept(bounded);
    }
  }
}
