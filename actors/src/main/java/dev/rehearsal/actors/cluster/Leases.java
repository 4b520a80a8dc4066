package dev.rehearsal.actors.cluster;

import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attempts that nodes have, each with at most one timer and one of its node's hands. Mutable;
 * owned by one actor.
 */
final class Leases {
  private final TimerScheduler<BorrowerActor.Command> timers;
  private final Map<Long, Lease> all = new LinkedHashMap<>();
  private long lastId;

  Leases(TimerScheduler<BorrowerActor.Command> timers) {
    this.timers = timers;
  }

  /** A new one, which takes one of the node's hands. */
  Lease open(BorrowerActor.Attempt attempt, Lender lender) {
    Lease lease = new Lease(++lastId, attempt, lender);
    all.put(lease.id, lease);
    lender.take(attempt.model());
    return lease;
  }

  /** Empty when it has ended. */
  Optional<Lease> get(long id) {
    return Optional.ofNullable(all.get(id));
  }

  List<Lease> of(Lender lender) {
    return all.values().stream().filter(lease -> lease.lender == lender).toList();
  }

  /** The actor is told {@code due} then, unless the lease ends or waits for something else. */
  void after(Duration wait, Lease lease, BorrowerActor.Command due) {
    timers.startSingleTimer(lease.id, due, wait);
  }

  /** The node's hand is free again. */
  void end(Lease lease) {
    timers.cancel(lease.id);
    all.remove(lease.id);
    lease.lender.release(lease.attempt.model());
  }
}
