package dev.rehearsal.app.run;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.app.check.StoredSource;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.result.Summary;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.streams.pipeline.Counting;
import dev.rehearsal.streams.pipeline.DecidedLooks;
import dev.rehearsal.streams.pipeline.Pipeline;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.pipeline.RunControl;
import dev.rehearsal.streams.source.ReadMark;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Puts everything that is open on the path, runs it, and journals what came of it. */
final class RunPath {
  private final OpenRun run;
  private final RunView view;
  private final RunControl control;
  private final InstantSource clock;
  private final Onlooker onlooker;

  RunPath(OpenRun run, RunView view, RunControl control, InstantSource clock, Onlooker onlooker) {
    this.run = run;
    this.view = view;
    this.control = control;
    this.clock = clock;
    this.onlooker = onlooker;
  }

  /**
   * Runs to the end.
   *
   * @param broken completes exceptionally if an actor of the run crashes
   */
  RunResult toTheEnd(CompletableFuture<Void> broken, Map<String, String> digest) {
    long before = run.start().admitted(run.reader());
    Map<String, ActorModel> models =
        run.ask((ActorRef<Map<String, ActorModel>> replyTo) -> new RunActor.GetModels(replyTo));
    PathParts parts = new PathParts(run, models);
    List<CategoryQuestion> questions = parts.questions();
    control.resume(
        DecidedLooks.of(run.reader().lastLook(), run.checked().plan().stop().lookEvery()));
    Optional<Cancellable> deadline = deadline();
    AlarmLog alarms = new AlarmLog(run.journal(), run.reader(), view, clock);
    VitalSigns signs = new VitalSigns(run, control, System::nanoTime);
    Optional<GroupTotals> group = GroupTotals.of(run, questions, view, onlooker);
    Publishing publishing = Publishing.open(run, view, onlooker, clock, broken);
    try (publishing;
        WindowLog windows = WindowLog.of(run.checked(), questions, run.folder(), view);
        SourceMarks marks =
            new SourceMarks(run.source(), run.journal(), publishing::facts, run.system());
        Ticker ticker =
            new Ticker(
                view,
                run.source(),
                models,
                questions,
                run.system(),
                before,
                signs,
                onlooker,
                () -> group.flatMap(GroupTotals::latest),
                System::nanoTime)) {
      CompletableFuture<Optional<Progress>> end =
          new Pipeline(
                  parts.setup(questions),
                  control,
                  group.<Counting>map(totals -> windows.and(totals)).orElse(windows))
              .run(
                  () -> run.start().admissions(run.reader()),
                  before,
                  run.start().fresh(run.source(), run.reader()),
                  progress -> {
                    ticker.counted(progress);
                    alarms.counted(progress.standing());
                    publishing.counted(progress);
                    if (group.isEmpty()) {
                      onlooker.counted(progress);
                    }
                    marks.counted(progress.standing().watermark());
                    run.journal().counted(progress.standing().watermark());
                  },
                  () -> run.system().tell(RunActor.StopAsking.INSTANCE),
                  run.system())
              .toCompletableFuture();
      CompletableFuture.anyOf(end, broken).join();
      Optional<Progress> last = end.join();
      windows.end();
      last.ifPresent(
          progress -> {
            alarms.counted(progress.standing());
            if (group.isEmpty()) {
              onlooker.counted(progress);
            }
          });
      onlooker.ends();
      group.ifPresent(totals -> view.notice(totals.heading()));
      ticker.last(last);
      last.ifPresent(publishing::counted);
      publishing.finish();
      Optional<ReadMark> mark = marks.atTheEnd();
      RunResult result =
          new Conclusion(run, control)
              .of(last, questions, digest, Accounts.settle(run, clock.instant()), mark)
              .withWord(onlooker.reason(), onlooker.latest());
      keep(result, questions, mark, publishing.facts());
      return result;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RehearsalException known
          ? known
          : new IllegalStateException("the run broke: " + e.getCause(), e.getCause());
    } finally {
      deadline.ifPresent(Cancellable::cancel);
    }
  }

  private Optional<Cancellable> deadline() {
    return run.checked()
        .plan()
        .stop()
        .deadline()
        .map(
            time ->
                run.system()
                    .scheduler()
                    .scheduleOnce(
                        time,
                        () -> control.stop(RunControl.Stop.DEADLINE),
                        run.system().executionContext()));
  }

  /** The journal first, then the file that is made of it. */
  private void keep(
      RunResult result,
      List<CategoryQuestion> questions,
      Optional<ReadMark> mark,
      Map<String, Long> published) {
    Map<String, Long> facts =
        new HashMap<>(mark.map(ReadMark::facts).orElseGet(this::factsWithoutMark));
    facts.putAll(published);
    run.journal()
        .update(
            run.reader()
                .run()
                .withFunnel(facts)
                .withPopulations(populations(questions))
                .ended(
                    result.status(),
                    OptionalLong.of(result.standing().watermark()),
                    clock.instant()))
        .toCompletableFuture()
        .join();
    Summary.write(result, run.folder().summary());
  }

  /** Of a source that goes on by itself, the journal's are the last that belong together. */
  private Map<String, Long> factsWithoutMark() {
    return run.source().goesOn() ? run.journal().run().funnel() : StoredSource.facts(run.source());
  }

  private static Map<String, Long> populations(List<CategoryQuestion> questions) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    questions.forEach(q -> q.populationSize().ifPresent(size -> sizes.put(q.id(), size)));
    return sizes;
  }
}
