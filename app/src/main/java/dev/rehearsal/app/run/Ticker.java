package dev.rehearsal.app.run;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.app.view.Foresight;
import dev.rehearsal.app.view.GroupStanding;
import dev.rehearsal.app.view.RunMoment;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.source.PreparedSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Shows a run while it goes on, five times a second, by what the models said last: it asks them
 * again each time and waits for none of them, until the end. Thread-safe.
 */
final class Ticker implements AutoCloseable {
  private static final Duration REFRESH = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofMinutes(1);

  private final RunView view;
  private final PreparedSource source;
  private final Map<String, ActorModel> models;
  private final Foresight foresight;
  private final ActorSystem<?> system;
  private final long resumedFrom;
  private final VitalSigns signs;
  private final Onlooker onlooker;
  private final Supplier<Optional<GroupStanding>> total;
  private final LongSupplier nanos;
  private final long begun;
  private final Map<String, ModelStatus> statuses = new ConcurrentHashMap<>();
  private final Cancellable ticks;
  private volatile Optional<Progress> latest = Optional.empty();

  /**
   * @param models by name
   * @param questions of the run, in the plan's order
   * @param resumedFrom the watermark that came out of the journal; 0 for a new run
   * @param signs of the run's parts
   * @param onlooker whose word is shown too
   * @param total of the group, the latest; empty without one
   * @param nanos a clock that never goes back, in nanoseconds
   */
  Ticker(
      RunView view,
      PreparedSource source,
      Map<String, ActorModel> models,
      List<CategoryQuestion> questions,
      ActorSystem<?> system,
      long resumedFrom,
      VitalSigns signs,
      Onlooker onlooker,
      Supplier<Optional<GroupStanding>> total,
      LongSupplier nanos) {
    this.view = view;
    this.source = source;
    this.models = Map.copyOf(models);
    this.foresight =
        new Foresight(questions, system.dispatchers().lookup(DispatcherSelector.blocking()));
    this.system = system;
    this.resumedFrom = resumedFrom;
    this.signs = signs;
    this.onlooker = onlooker;
    this.total = total;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.ticks =
        system
            .scheduler()
            .scheduleAtFixedRate(REFRESH, REFRESH, this::tick, system.executionContext());
  }

  /** Some more prefixes were counted. */
  void counted(Progress progress) {
    signs.counted(progress);
    latest = Optional.of(progress);
  }

  /** Shows how it ended; waits for the models' last word. */
  void last(Optional<Progress> progress) {
    ticks.cancel();
    foresight.close();
    refreshed().join();
    show(progress);
  }

  @Override
  public void close() {
    ticks.cancel();
    foresight.close();
  }

  private void tick() {
    CompletableFuture<Void> unused = refreshed();
    show(latest);
  }

  private CompletableFuture<Void> refreshed() {
    return CompletableFuture.allOf(
        Stream.concat(
                Stream.of(signs.refreshed()),
                models.entrySet().stream()
                    .map(
                        model ->
                            AskPattern.<ModelActor.Command, ModelStatus>ask(
                                    model.getValue().actor(),
                                    ModelActor.GetStatus::new,
                                    SOON,
                                    system.scheduler())
                                .thenAccept(status -> statuses.put(model.getKey(), status))
                                .toCompletableFuture()))
            .toArray(CompletableFuture[]::new));
  }

  /** One frame after the other. */
  private synchronized void show(Optional<Progress> progress) {
    view.show(
        new RunMoment(
            progress,
            source.size(),
            resumedFrom,
            Duration.ofNanos(nanos.getAsLong() - begun),
            new LinkedHashMap<>(statuses),
            foresight,
            signs.now(),
            onlooker.latest(),
            total.get()));
  }
}
