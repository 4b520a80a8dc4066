package dev.rehearsal.streams.pipeline;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Scheduler;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.journal.LookRow;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.source.Sampled;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole path, on one screen: admit, reply, grade, put in order, estimate, stop. Calls and
 * grading run unordered; counting runs in admission order (docs/adr/0005). Stopping flows with the
 * data: when the standing is decided, or nothing more can be asked, the stream ends by itself.
 */
public final class Pipeline {
  private final PipelineSetup setup;
  private final RunControl control;
  private final Counting counting;
  private final Outstanding outstanding = new Outstanding();
  private final AdmissionWindow window;

  /**
   * @param counting who counts beside the estimators
   */
  public Pipeline(PipelineSetup setup, RunControl control, Counting counting) {
    this.setup = setup;
    this.counting = counting;
    this.control = control;
    this.window = new AdmissionWindow(setup.reorderWindow());
  }

  /**
   * Where the run stands, again and again; the last element is the run's end.
   *
   * @param journalled what was admitted before a resume, in order
   * @param count how many those are
   * @param fresh the sampled prefixes after those
   */
  Source<Progress, NotUsed> progress(
      Supplier<Iterator<Recovered>> journalled,
      long count,
      Source<Sampled, NotUsed> fresh,
      Scheduler scheduler) {
    // What is journalled is counted again whatever stops the run: only new admissions end.
    return Admissions.source(
            journalled,
            count,
            fresh.via(control.turnstile().flow()).via(control.admission().flow()),
            setup.journal(),
            window)
        .map(control::admitted)
        .via(Replies.flow(setup.lanes(), setup.journal(), setup.window(), outstanding))
        .via(
            Verdicts.flow(
                setup.graders(), control::decided, setup.journal(), setup.window(), outstanding))
        .via(new AdmissionOrder<>(window))
        .via(
            Estimates.flow(
                setup.estimators(),
                setup.lookEvery(),
                scheduler,
                () -> control.stopped().filter(RunControl.Stop.INTERRUPTED::equals).isEmpty(),
                counting))
        .mapAsync(1, this::journalledLook)
        .wireTap(progress -> control.note(progress.standing()))
        .takeWhile(progress -> !progress.last(), true);
  }

  /**
   * Runs the path to its end, and past it until every call under way is journalled.
   *
   * @param listener is told of every progress, on a stream's thread: it must not block
   * @return completes with the last progress; empty when nothing was counted
   */
  public CompletionStage<Optional<Progress>> run(
      Supplier<Iterator<Recovered>> journalled,
      long count,
      Source<Sampled, NotUsed> fresh,
      Consumer<Progress> listener,
      Runnable stopAsking,
      ActorSystem<?> system) {
    // Prefixes that are admitted and wait for a call may be many: a stop does not wait for them.
    control.whenStopped().thenAccept(reason -> stopAsking.run());
    return progress(journalled, count, fresh, system.scheduler())
        .wireTap(listener::accept)
        .toMat(Sink.lastOption(), Keep.right())
        .run(system)
        .whenComplete((last, failure) -> stopAsking.run())
        .handle(this::afterDraining)
        .thenCompose(result -> result);
  }

  /** What is under way was paid for: it is journalled, also when the stream broke. */
  private CompletionStage<Optional<Progress>> afterDraining(
      Optional<Progress> last, @Nullable Throwable failure) {
    CompletionStage<Done> drained = drained();
    return failure == null
        ? drained.thenApply(done -> last)
        : drained
            .handle((done, late) -> done)
            .thenCompose(done -> CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Done> drained() {
    return outstanding
        .streamEnded()
        .thenCompose(idle -> setup.journal().flush())
        .thenApply(flushed -> Done.getInstance());
  }

  private CompletionStage<Progress> journalledLook(Progress progress) {
    if (!progress.look()) {
      return CompletableFuture.completedFuture(progress);
    }
    return setup
        .journal()
        .append(
            new LookRow(
                progress.standing().watermark(), StandingJson.of(progress.standing()).toString()))
        .thenApply(done -> progress);
  }
}
