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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Counting counting;
  private final Map<String, ReplyTotals> totals = new TreeMap<>();
  private final UngradedTotals ungraded = new UngradedTotals();
  private final Set<String> decided = new HashSet<>();
  private long watermark;
  private Optional<Progress> end = Optional.empty();

  private Estimates(
      List<ActorRef<EstimatorActor.Command>> estimators,
      int lookEvery,
      Scheduler scheduler,
      BooleanSupplier lookAtTheEnd,
      Counting counting) {
    this.lookAtTheEnd = lookAtTheEnd;
    this.counting = counting;
    this.estimators = List.copyOf(estimators);
    this.lookEvery = lookEvery;
    this.scheduler = scheduler;
  }

  /**
   * @param estimators one for each category, in the plan's order
   * @param lookAtTheEnd asked when the prefixes have come to an end: whether that is a look
   * @param counting who counts beside the estimators
   */
  static Flow<Graded, Progress, NotUsed> flow(
      List<ActorRef<EstimatorActor.Command>> estimators,
      int lookEvery,
      Scheduler scheduler,
      BooleanSupplier lookAtTheEnd,
      Counting counting) {
    Estimates estimates = new Estimates(estimators, lookEvery, scheduler, lookAtTheEnd, counting);
    return Flow.of(Graded.class)
        .batch(lookEvery, first -> new ArrayList<>(List.of(first)), Estimates::joined)
        .mapConcat(estimates::betweenLooks)
        .mapAsync(1, estimates::counted)
        .takeWhile(progress -> progress.halt().isEmpty(), true)
        .concatLazy(
            Source.lazySource(
                () ->
                    estimates.end.isEmpty() && lookAtTheEnd.getAsBoolean()
                        ? Source.completionStage(estimates.finished())
                        : Source.empty()))
        .named("estimates");
  }

  /** Grows the batch in place: only the batching stage has it. */
  private static ArrayList<Graded> joined(ArrayList<Graded> batch, Graded next) {
    batch.add(next);
    return batch;
  }

  /** Cuts a batch behind every look, and before and behind what may be a halt. */
  private List<List<Graded>> betweenLooks(List<Graded> batch) {
    List<List<Graded>> parts = new ArrayList<>();
    List<Graded> part = new ArrayList<>();
    for (Graded graded : batch) {
      if (!graded.halts().isEmpty() && !part.isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.add(graded);
      if (graded.number() % lookEvery == 0 || !graded.halts().isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
      }
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  /** Called for one batch at a time, when the one before is counted. */
  private CompletionStage<Progress> counted(List<Graded> batch) {
    if (end.isPresent()) {
      // Nothing behind a halt may reach an estimator: it would miss the prefix that halted.
      return CompletableFuture.completedFuture(end.get());
    }
    Graded last = batch.get(batch.size() - 1);
    Optional<Halt> halt = last.halt(decided::contains);
    if (halt.isPresent()) {
      return halted(halt.get());
    }
    List<Resolved> resolved = batch.stream().map(Graded::resolved).toList();
    return standings(
            (ActorRef<CategoryStanding> replyTo) -> new EstimatorActor.Observe(resolved, replyTo))
        .thenApply(
            categories ->
                progress(categories, batch, last.number() % lookEvery == 0, Optional.empty()));
  }

  private CompletionStage<Progress> halted(Halt halt) {
    boolean look = halt.kind() != Halt.Kind.FAILED && lookAtTheEnd.getAsBoolean();
    return standings(look ? EstimatorActor.LookAtTheEnd::new : EstimatorActor.GetStanding::new)
        .thenApply(
            categories -> {
              Progress last = progress(categories, List.of(), look, Optional.of(halt));
              end = Optional.of(last);
              return last;
            });
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
      counting.counted(graded.time(), graded.resolved());
      ungraded.add(graded.resolved(), decided);
      for (Graded.ReplyFact fact : graded.replies()) {
        totals.put(fact.lane(), totals.getOrDefault(fact.lane(), ReplyTotals.NONE).plus(fact));
      }
    }
    categories.stream()
        .filter(CategoryStanding::decided)
        .map(CategoryStanding::category)
        .forEach(decided::add);
    return new Progress(
        new Standing(watermark, categories), totals, ungraded.snapshot(), look, halt);
  }
}
