package dev.rehearsal.actors.model;

import akka.actor.testkit.typed.javadsl.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that tests move: the actors' timers and their clock together. */
public final class ManualClock implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong();
  private final ManualTime timers;
  private final Runnable settle;

  /**
   * @param settle returns when the actors have handled what was sent to them; called after each
   *     step, so that a timer they set then is set before more time passes
   */
  public ManualClock(ManualTime timers, Runnable settle) {
    this.timers = timers;
    this.settle = settle;
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  /** Lets time pass in small steps, so that no timer fires later than a step. */
  public void pass(Duration duration, Duration step) {
    for (Duration left = duration; !left.isZero(); ) {
      Duration now = left.compareTo(step) < 0 ? left : step;
      nanos.addAndGet(now.toNanos());
      timers.timePasses(now);
      settle.run();
      left = left.minus(now);
    }
  }

  public void pass(Duration duration) {
    pass(duration, Duration.ofSeconds(1));
  }
}
