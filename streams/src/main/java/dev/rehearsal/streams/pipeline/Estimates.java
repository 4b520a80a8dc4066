package dev.rehearsal.streams.pipeline;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import dev.rehearsal.actors.estimator.EstimatorActor;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.standing.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Feeds ordered prefixes to the estimator actors, a batch at a time. A batch never crosses a
 * multiple of {@code look-every}, so that every look is seen; how batches fall otherwise changes
 * nothing.
 */
final class Estimates {
  private static final Duration NEVER = Duration.ofDays(30);

  private final List<ActorRef<EstimatorActor.Command>> estimators;
  private final int lookEvery;
  private final Scheduler scheduler;
  private final BooleanSupplier lookAtTheEnd;
  private final Map<String, ReplyTotals> totals = new TreeMap<>();
  private long watermark;
  private boolean halted;

  private Estimates(
      List<ActorRef<EstimatorActor.Command>> estimators,
      int lookEvery,
      Scheduler scheduler,
      BooleanSupplier lookAtTheEnd) {
    this.lookAtTheEnd = lookAtTheEnd;
    this.estimators = List.copyOf(estimators);
    this.lookEvery = lookEvery;
    this.scheduler = scheduler;
  }

  /**
   * @param estimators one for each category, in the plan's order
   * @param lookAtTheEnd asked when the prefixes have come to an end: whether that is a look
   */
  static Flow<Graded, Progress, NotUsed> flow(
      List<ActorRef<EstimatorActor.Command>> estimators,
      int lookEvery,
      Scheduler scheduler,
      BooleanSupplier lookAtTheEnd) {
    Estimates estimates = new Estimates(estimators, lookEvery, scheduler, lookAtTheEnd);
    return Flow.of(Graded.class)
        .batch(lookEvery, first -> new ArrayList<>(List.of(first)), Estimates::joined)
        .mapConcat(estimates::betweenLooks)
        .takeWhile(Estimates::goesOn, true)
        .mapAsync(1, estimates::counted)
        .concatLazy(
            Source.lazySource(
                () ->
                    !estimates.halted && lookAtTheEnd.getAsBoolean()
                        ? Source.completionStage(estimates.finished())
                        : Source.empty()))
        .named("estimates");
  }

  /** Grows the batch in place: only the batching stage has it. */
  private static ArrayList<Graded> joined(ArrayList<Graded> batch, Graded next) {
    batch.add(next);
    return batch;
  }

  /** Cuts a batch behind every look, and before a halt: nothing from there on is counted. */
  private List<List<Graded>> betweenLooks(List<Graded> batch) {
    List<List<Graded>> parts = new ArrayList<>();
    List<Graded> part = new ArrayList<>();
    for (Graded graded : batch) {
      if (graded.halt().isPresent() && !part.isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.add(graded);
      if (graded.number() % lookEvery == 0 || graded.halt().isPresent()) {
        parts.add(part);
        part = new ArrayList<>();
      }
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  /** Nothing behind a halt may reach an estimator: it would miss the prefix that halted. */
  private static boolean goesOn(List<Graded> batch) {
    return batch.get(batch.size() - 1).halt().isEmpty();
  }

  private CompletionStage<Progress> counted(List<Graded> batch) {
    Graded last = batch.get(batch.size() - 1);
    if (last.halt().isPresent()) {
      halted = true;
      boolean look =
          last.halt().filter(halt -> halt.kind() != Halt.Kind.FAILED).isPresent()
              && lookAtTheEnd.getAsBoolean();
      return standings(look ? EstimatorActor.LookAtTheEnd::new : EstimatorActor.GetStanding::new)
          .thenApply(categories -> progress(categories, List.of(), look, last.halt()));
    }
    List<Resolved> resolved = batch.stream().map(Graded::resolved).toList();
    return standings(
            (ActorRef<CategoryStanding> replyTo) -> new EstimatorActor.Observe(resolved, replyTo))
        .thenApply(
            categories ->
                progress(categories, batch, last.number() % lookEvery == 0, Optional.empty()));
  }

  private CompletionStage<Progress> finished() {
    return standings(EstimatorActor.LookAtTheEnd::new)
        .thenApply(categories -> progress(categories, List.of(), true, Optional.empty()));
  }

  private CompletionStage<List<CategoryStanding>> standings(
      Function<ActorRef<CategoryStanding>, EstimatorActor.Command> question) {
    List<CompletableFuture<CategoryStanding>> answers =
        estimators.stream()
            .map(
                estimator ->
                    AskPattern.<EstimatorActor.Command, CategoryStanding>ask(
                            estimator, question::apply, NEVER, scheduler)
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
  }

  /** Runs for one batch at a time, after its answers have come. */
  private Progress progress(
      List<CategoryStanding> categories, List<Graded> batch, boolean look, Optional<Halt> halt) {
    for (Graded graded : batch) {
      watermark = graded.number();
      for (Graded.ReplyFact fact : graded.replies()) {
        totals.put(fact.lane(), totals.getOrDefault(fact.lane(), ReplyTotals.NONE).plus(fact));
      }
    }
    return new Progress(new Standing(watermark, categories), totals, look, halt);
  }
}
