package dev.rehearsal.app.view;

import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.streams.journal.JournalStatus;
import dev.rehearsal.streams.source.Funnel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a run's parts are doing at one moment, beside what is counted.
 *
 * @param funnel what became of the source's records so far
 * @param quarantined records by reason
 * @param lag records that wait to be read; empty when nobody knows
 * @param lost records that were deleted before they were read; empty where that cannot be
 * @param fraction of a stream that is taken; empty for a log
 * @param admitted prefixes with a number, those out of the journal included
 * @param sinceCounted since a prefix was last counted, or since the run began to ask
 * @param budget what is spent of it; empty where nothing is limited
 * @param limiters by credential
 * @param paused whether it admits nothing for now
 * @param stopping whether it was told to admit no more
 */
public record Vitals(
    Funnel funnel,
    Map<String, Long> quarantined,
    OptionalLong lag,
    OptionalLong lost,
    Optional<FractionStatus> fraction,
    long admitted,
    Duration sinceCounted,
    Optional<BudgetActor.Status> budget,
    Map<String, LimiterActor.Status> limiters,
    JournalStatus journal,
    boolean paused,
    boolean stopping) {
  public Vitals {
    quarantined = Map.copyOf(quarantined);
    limiters = Map.copyOf(limiters);
  }
}
