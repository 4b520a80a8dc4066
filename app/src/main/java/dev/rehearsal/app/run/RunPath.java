package dev.rehearsal.app.run;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.grader.GraderActor;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.actors.run.Workers;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.graders.Population;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.journal.Spent;
import dev.rehearsal.streams.pipeline.GraderWork;
import dev.rehearsal.streams.pipeline.Halt;
import dev.rehearsal.streams.pipeline.LaneWork;
import dev.rehearsal.streams.pipeline.Pipeline;
import dev.rehearsal.streams.pipeline.PipelineSetup;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.pipeline.RunControl;
import dev.rehearsal.streams.source.PreparedSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Everything opened, put on the path, run, and turned into a result. */
final class RunPath {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration REFRESH = Duration.ofMillis(200);

  /** Prefixes under way for each call in flight: so that no call waits for a prefix. */
  private static final int PREFIXES_PER_CALL = 2;

  private static final int LEAST_WINDOW = 256;
  private static final long REORDER_PER_CALL = 64;

  private final CheckedPlan checked;
  private final RunStart start;
  private final RunFolder folder;
  private final OpenModels models;
  private final OpenGraders graders;
  private final PreparedSource source;
  private final Journal journal;
  private final JournalReader reader;
  private final ActorSystem<RunActor.Command> system;
  private final Map<String, ActorModel> actors;
  private volatile Optional<Progress> latest = Optional.empty();

  RunPath(
      CheckedPlan checked,
      RunStart start,
      RunFolder folder,
      OpenModels models,
      OpenGraders graders,
      PreparedSource source,
      Journal journal,
      JournalReader reader,
      ActorSystem<RunActor.Command> system) {
    this.checked = checked;
    this.start = start;
    this.folder = folder;
    this.models = models;
    this.graders = graders;
    this.source = source;
    this.journal = journal;
    this.reader = reader;
    this.system = system;
    this.actors =
        ask((ActorRef<Map<String, ActorModel>> replyTo) -> new RunActor.GetModels(replyTo));
  }

  RunResult run(
      RunView view,
      RunControl control,
      InstantSource clock,
      CompletableFuture<Void> broken,
      Map<String, String> digest) {
    long before = start.admitted(reader);
    List<CategoryQuestion> questions = questions();
    Pipeline pipeline = new Pipeline(setup(workers(questions)), control);
    long begun = System.nanoTime();
    Cancellable ticker =
        system
            .scheduler()
            .scheduleAtFixedRate(
                REFRESH,
                REFRESH,
                () -> view.show(moment(latest, before, begun)),
                system.executionContext());
    Optional<Cancellable> deadline =
        checked
            .plan()
            .stop()
            .deadline()
            .map(
                time ->
                    system
                        .scheduler()
                        .scheduleOnce(
                            time,
                            () -> control.stop(RunControl.Stop.DEADLINE),
                            system.executionContext()));
    try {
      CompletableFuture<Optional<Progress>> end =
          pipeline
              .run(
                  () -> start.admissions(reader),
                  before,
                  source.prefixes(before),
                  progress -> latest = Optional.of(progress),
                  () -> system.tell(RunActor.StopAsking.INSTANCE),
                  system)
              .toCompletableFuture();
      CompletableFuture.anyOf(end, broken).join();
      Optional<Progress> last = end.join();
      ticker.cancel();
      view.show(moment(last, before, begun));
      RunResult result = result(last, questions, control, digest);
      Accounts.append(system, journal, clock.instant());
      journal
          .update(
              reader
                  .run()
                  .withFunnel(StoredSource.facts(source))
                  .withPopulations(populations(questions))
                  .ended(
                      result.status(),
                      OptionalLong.of(result.standing().watermark()),
                      clock.instant()))
          .toCompletableFuture()
          .join();
      Summary.write(result, folder.summary());
      return result;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RehearsalException known
          ? known
          : new IllegalStateException("the run broke: " + e.getCause(), e.getCause());
    } finally {
      ticker.cancel();
      deadline.ifPresent(Cancellable::cancel);
    }
  }

  private List<CategoryQuestion> questions() {
    Questions questions = new Questions(checked.plan());
    List<CategoryQuestion> list = new ArrayList<>();
    for (Category category : checked.plan().categories()) {
      Population population = graders.population(category.grader());
      OptionalLong size =
          population instanceof Population.Everything
              ? source.total()
              : population instanceof Population.Known
                  ? source.populationSize(graders.index(category.grader()))
                  : OptionalLong.empty();
      list.add(questions.of(category, population, size));
    }
    return list;
  }

  private Workers workers(List<CategoryQuestion> questions) {
    Map<String, Set<String>> categories = new LinkedHashMap<>();
    graders
        .byName()
        .keySet()
        .forEach(name -> categories.put(name, checked.categoriesOf(name).keySet()));
    return ask(
        (ActorRef<Workers> replyTo) ->
            new RunActor.StartWorkers(graders.byName(), categories, questions, replyTo));
  }

  private PipelineSetup setup(Workers workers) {
    Plan plan = checked.plan();
    int inFlight =
        checked.asked().stream()
            .filter(model -> !checked.judges().contains(model.name()))
            .mapToInt(model -> model.settings().inFlight())
            .max()
            .orElse(1);
    int window = Math.max(LEAST_WINDOW, PREFIXES_PER_CALL * inFlight);
    long reorder =
        plan.reorderWindow().isPresent()
            ? plan.reorderWindow().getAsInt()
            : Math.max(window, REORDER_PER_CALL * inFlight);
    return new PipelineSetup(
        plan.lanes().stream().map(this::lane).toList(),
        workers.graders().entrySet().stream()
            .map(entry -> grader(entry.getKey(), entry.getValue()))
            .toList(),
        workers.estimators(),
        journal,
        window,
        reorder,
        plan.stop().lookEvery());
  }

  private LaneWork lane(Lane lane) {
    return OpenModels.laneWork(
        checked,
        lane,
        lane.model()
            .filter(name -> start.asksLanes())
            .map(
                name ->
                    Objects.requireNonNull(actors.get(name), () -> "model not opened: " + name)),
        models.prefixDiffers(lane.model().orElse("")));
  }

  private static Map<String, Long> populations(List<CategoryQuestion> questions) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    questions.forEach(q -> q.populationSize().ifPresent(size -> sizes.put(q.id(), size)));
    return sizes;
  }

  private GraderWork grader(String name, ActorRef<GraderActor.Command> actor) {
    return new GraderWork(
        name,
        Objects.requireNonNull(graders.byName().get(name)).fingerprint(),
        checked.categoriesOf(name).keySet(),
        graders.population(name),
        actor);
  }

  private RunResult result(
      Optional<Progress> last,
      List<CategoryQuestion> questions,
      RunControl control,
      Map<String, String> digest) {
    Standing standing =
        last.map(Progress::standing)
            .orElseGet(
                () ->
                    new Standing(
                        0,
                        questions.stream()
                            .map(
                                q ->
                                    new CategoryStanding(
                                        q.id(), List.of(), List.of(), OptionalLong.empty()))
                            .toList()));
    Optional<Halt> halt = last.flatMap(Progress::halt);
    Optional<String> silent = silent(last);
    return new RunResult(
        checked.plan(),
        folder.path(),
        silent.isPresent() ? RunStatus.FAILED : status(standing, halt, control),
        halt.map(Halt::reason).or(() -> silent).or(start::ending),
        source.funnel(),
        standing,
        last.map(Progress::replies).orElse(Map.of()),
        source.quarantined(),
        spent(),
        checked.asked().stream().allMatch(RunPath::priced),
        digest,
        Gate.of(checked.plan(), standing));
  }

  /** A lane whose model was asked and never answered: that is no result, it is a broken address. */
  private Optional<String> silent(Optional<Progress> last) {
    return checked.plan().lanes().stream()
        .filter(Lane::generates)
        .filter(
            lane ->
                last.map(progress -> progress.replies().get(lane.name()))
                    .filter(t -> t.answered() == 0 && t.blocked() == 0 && t.failed() > 0)
                    .isPresent())
        .map(
            lane ->
                "the model %s of lane %s never answered; check its address and start a new run"
                    .formatted(lane.model().orElse(""), lane.name()))
        .findFirst();
  }

  private RunStatus status(Standing standing, Optional<Halt> halt, RunControl control) {
    if (halt.filter(h -> h.kind() != Halt.Kind.WITHDRAWN).isPresent()) {
      return halt.get().kind() == Halt.Kind.BUDGET ? RunStatus.BUDGET : RunStatus.FAILED;
    }
    if (standing.decided()) {
      return RunStatus.DECIDED;
    }
    if (control.stopped().isPresent()) {
      return control.stopped().get() == RunControl.Stop.DEADLINE
          ? RunStatus.DEADLINE
          : RunStatus.INTERRUPTED;
    }
    OptionalLong most = checked.plan().stop().maxPrefixes();
    return most.isPresent() && source.funnel().sampled() > most.getAsLong()
        ? RunStatus.BUDGET
        : RunStatus.EXHAUSTED;
  }

  /** Everything that this run spent, by lane and judge; replies that were there cost nothing. */
  private Map<String, Spent> spent() {
    Map<String, Spent> spent = new LinkedHashMap<>(reader.spent());
    spent
        .keySet()
        .retainAll(
            start.asksLanes() ? checked.spending().stream().map(Lane::name).toList() : List.of());
    Meter.spent(reader).forEach((judge, cost) -> spent.put("judge " + judge, cost));
    return spent;
  }

  private static boolean priced(ModelSpec model) {
    return model.host().isEmpty() || model.settings().price().isPresent();
  }

  private RunMoment moment(Optional<Progress> progress, long before, long begun) {
    Map<String, ModelStatus> statuses = new LinkedHashMap<>();
    actors.forEach(
        (name, model) ->
            statuses.put(
                name,
                AskPattern.<ModelActor.Command, ModelStatus>ask(
                        model.actor(), ModelActor.GetStatus::new, SOON, system.scheduler())
                    .toCompletableFuture()
                    .join()));
    return new RunMoment(
        progress, source.size(), before, Duration.ofNanos(System.nanoTime() - begun), statuses);
  }

  private <T> T ask(Function<ActorRef<T>, RunActor.Command> question) {
    return AskPattern.<RunActor.Command, T>ask(system, question::apply, SOON, system.scheduler())
        .toCompletableFuture()
        .join();
  }
}
