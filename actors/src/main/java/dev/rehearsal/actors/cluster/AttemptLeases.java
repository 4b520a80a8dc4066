package dev.rehearsal.actors.cluster;

import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The attempts that nodes have, each with at most one timer and one of its node's hands. Mutable;
 * owned by one actor.
 */
final class AttemptLeases {
  private final TimerScheduler<BorrowerActor.Command> timers;
  private final LongSupplier nanos;
  private final Map<Long, AttemptLease> all = new LinkedHashMap<>();

  /** Keys of calls whose last attempt lapsed. */
  private final Set<String> lapsed = new HashSet<>();

  private long lastId;

  AttemptLeases(TimerScheduler<BorrowerActor.Command> timers, LongSupplier nanos) {
    this.timers = timers;
    this.nanos = nanos;
  }

  /** A new one, which takes one of the node's hands. */
  AttemptLease open(BorrowerActor.Attempt attempt, Lender lender) {
    AttemptLease lease = new AttemptLease(++lastId, attempt, lender, nanos.getAsLong());
    all.put(lease.id, lease);
    lender.take(attempt.model());
    return lease;
  }

  /** Empty when it has ended. */
  Optional<AttemptLease> get(long id) {
    return Optional.ofNullable(all.get(id));
  }

  List<AttemptLease> of(Lender lender) {
    return all.values().stream().filter(lease -> lease.lender == lender).toList();
  }

  /** Whether the node said too late that it is ready, as this machine's clock has it. */
  boolean late(AttemptLease lease) {
    return older(lease, AttemptLease.EACH_WAY);
  }

  /** Whether its permit is too old to be used; remembers the call then. */
  boolean lapses(AttemptLease lease) {
    boolean lapses = older(lease, AttemptLease.PERMIT_LASTS);
    if (lapses) {
      lapsed.add(lease.attempt.call().key());
    }
    return lapses;
  }

  /** Whether the attempt before it lapsed: this one stays at home, lest it lapse for ever. */
  boolean lapsedBefore(BorrowerActor.Attempt attempt) {
    return lapsed.remove(attempt.call().key());
  }

  private boolean older(AttemptLease lease, Duration age) {
    return nanos.getAsLong() - lease.since > age.toNanos();
  }

  /** The actor is told {@code due} then, unless the lease ends or waits for something else. */
  void after(Duration wait, AttemptLease lease, BorrowerActor.Command due) {
    timers.startSingleTimer(lease.id, due, wait);
  }

  /** The node's hand is free again. */
  void end(AttemptLease lease) {
    timers.cancel(lease.id);
    all.remove(lease.id);
    lease.lender.release(lease.attempt.model());
  }
}
