package dev.rehearsal.app.run;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.ReadMark;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Journals every second how far an endless source was read and counted, and then lets it forget
 * what lies before. What is journalled of the run's prefixes comes first: a mark never runs ahead
 * of them. Thread-safe.
 */
final class SourceMarks implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final PreparedSource source;
  private final Journal journal;
  private final Supplier<Map<String, Long>> more;
  private final Cancellable ticks;
  private volatile long watermark;
  private volatile Optional<ReadMark> last = Optional.empty();
  private CompletionStage<Void> journalled = CompletableFuture.completedFuture(null);

  /**
   * @param more facts that are journalled with every mark
   */
  SourceMarks(
      PreparedSource source,
      Journal journal,
      Supplier<Map<String, Long>> more,
      ActorSystem<?> system) {
    this.source = source;
    this.journal = journal;
    this.more = more;
    this.ticks =
        system
            .scheduler()
            .scheduleWithFixedDelay(EVERY, EVERY, this::mark, system.executionContext());
  }

  /** Everything up to this admission is journalled and counted. */
  void counted(long admission) {
    watermark = admission;
  }

  /** The last mark that is journalled; waits a little for the newest. */
  Optional<ReadMark> atTheEnd() {
    ticks.cancel();
    awaitJournalled();
    mark();
    awaitJournalled();
    return last;
  }

  /** Journals where it stands, one mark after the other: while one waits, no other is made. */
  private synchronized void mark() {
    if (journalled.toCompletableFuture().isDone()) {
      source.readUpTo(watermark).filter(this::isNews).ifPresent(this::journal);
    }
  }

  private void awaitJournalled() {
    CompletableFuture.anyOf(
            stage().toCompletableFuture(),
            new CompletableFuture<>()
                .completeOnTimeout(false, LONGEST_END.toSeconds(), TimeUnit.SECONDS))
        .join();
  }

  @Override
  public void close() {
    ticks.cancel();
  }

  private synchronized CompletionStage<Void> stage() {
    return journalled;
  }

  private boolean isNews(ReadMark mark) {
    Map<String, Long> before = last.map(ReadMark::facts).orElse(Map.of());
    return !mark.facts().equals(before);
  }

  private Map<String, Long> facts(ReadMark mark) {
    Map<String, Long> facts = new HashMap<>(mark.facts());
    facts.putAll(more.get());
    return facts;
  }

  private void journal(ReadMark mark) {
    journalled =
        journalled
            .thenCompose(before -> mark.settled())
            .thenCompose(settled -> journal.update(journal.run().withFunnel(facts(mark))))
            .thenRun(
                () -> {
                  last = Optional.of(mark);
                  mark.acknowledge();
                });
  }
}
