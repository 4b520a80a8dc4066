package dev.rehearsal.actors.model;

import akka.actor.testkit.typed.javadsl.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that tests move: the actors' timers and their clock together. */
public final class ManualClock implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong();
  private final ManualTime timers;

  public ManualClock(ManualTime timers) {
    this.timers = timers;
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
      left = left.minus(now);
    }
  }

  public void pass(Duration duration) {
    pass(duration, Duration.ofSeconds(1));
  }
}
