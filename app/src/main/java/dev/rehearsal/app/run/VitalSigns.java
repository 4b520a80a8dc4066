package dev.rehearsal.app.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.app.view.Vitals;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.pipeline.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Feels a run's pulse: it asks and never steers. Thread-safe. */
final class VitalSigns {
  private static final Duration SOON = Duration.ofMinutes(1);

  private final OpenRun run;
  private final RunControl control;
  private final LongSupplier nanos;
  private final Optional<ActorRef<BudgetActor.Command>> account;
  private final Map<String, ActorRef<LimiterActor.Command>> limiters;
  private final Map<String, LimiterActor.Status> limiting = new ConcurrentHashMap<>();
  private volatile Optional<BudgetActor.Status> budget = Optional.empty();
  private volatile long watermark;
  private volatile long countedAt;

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   */
  VitalSigns(OpenRun run, RunControl control, LongSupplier nanos) {
    this.run = run;
    this.control = control;
    this.nanos = nanos;
    this.countedAt = nanos.getAsLong();
    this.account = run.ask(RunActor.GetBudget::new);
    this.limiters = run.ask(RunActor.GetLimiters::new);
  }

  /** Some more prefixes were counted; called from one thread at a time. */
  void counted(Progress progress) {
    if (progress.standing().watermark() > watermark) {
      watermark = progress.standing().watermark();
      countedAt = nanos.getAsLong();
    }
  }

  /** Completes once what must be asked for has answered. */
  CompletableFuture<Void> refreshed() {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    account.ifPresent(
        actor ->
            answers.add(
                ask(actor, BudgetActor.GetStatus::new)
                    .thenAccept(status -> budget = Optional.of(status))));
    limiters.forEach(
        (name, actor) ->
            answers.add(
                ask(actor, LimiterActor.GetStatus::new)
                    .thenAccept(status -> limiting.put(name, status))));
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
  }

  private <M, T> CompletableFuture<T> ask(ActorRef<M> actor, Function<ActorRef<T>, M> question) {
    return AskPattern.<M, T>ask(actor, question::apply, SOON, run.system().scheduler())
        .toCompletableFuture();
  }

  Vitals now() {
    return new Vitals(
        run.source().funnel(),
        run.source().quarantined(),
        run.source().lag(),
        run.source().lost(),
        run.fractions().status(),
        control.admitted(),
        Duration.ofNanos(nanos.getAsLong() - countedAt),
        budget,
        limiting,
        run.journal().status(),
        control.paused(),
        control.stopped().isPresent());
  }
}
