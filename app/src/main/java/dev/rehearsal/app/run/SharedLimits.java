package dev.rehearsal.app.run;

import dev.rehearsal.actors.limiter.SharedPermits;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.config.Limits;
import dev.rehearsal.streams.journal.PostgresPermits;
import java.util.Optional;

/** Where the limits are kept that a run shares with others; nothing where it shares none. */
record SharedLimits(Optional<PostgresPermits> server) implements AutoCloseable {

  /** Connects to nothing yet. */
  static SharedLimits of(CheckedPlan checked) {
    boolean shares = checked.plan().limits().values().stream().anyMatch(Limits::shared);
    return new SharedLimits(shares ? checked.journal().permits() : Optional.empty());
  }

  Optional<SharedPermits> permits() {
    return server.map(SharedPermits.class::cast);
  }

  @Override
  public void close() {
    server.ifPresent(PostgresPermits::close);
  }
}
