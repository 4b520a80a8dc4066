package dev.rehearsal.app.run;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.grader.GraderActor;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.actors.run.Workers;
import dev.rehearsal.app.check.OpenModels;
import dev.rehearsal.app.report.Certificates;
import dev.rehearsal.app.result.Questions;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.graders.Population;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.streams.pipeline.GraderWork;
import dev.rehearsal.streams.pipeline.LaneWork;
import dev.rehearsal.streams.pipeline.PipelineSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Turns what a run has open into what its path is made of. */
final class PathParts {
  /** Prefixes under way for each call in flight: so that no call waits for a prefix. */
  private static final int PREFIXES_PER_CALL = 2;

  /** Of a cluster: so many machines have enough to do, more have less. */
  private static final int MOST_MACHINES = 8;

  private static final int LEAST_WINDOW = 256;
  private static final long REORDER_PER_CALL = 64;

  private final OpenRun run;
  private final Map<String, ActorModel> actors;

  /**
   * @param actors the models, by name
   */
  PathParts(OpenRun run, Map<String, ActorModel> actors) {
    this.run = run;
    this.actors = Map.copyOf(actors);
  }

  /** What is asked about each category, in the plan's order. */
  List<CategoryQuestion> questions() {
    Questions questions = new Questions(run.checked().plan(), run.source());
    Certificates certificates =
        run.checked().plan().certificates().map(Certificates::read).orElse(Certificates.NONE);
    List<CategoryQuestion> list = new ArrayList<>();
    for (Category category : run.checked().plan().categories()) {
      Population population = run.graders().population(category.grader());
      list.add(
          questions
              .of(category, population, run.graders().index(category.grader()))
              .withGraderStatus(
                  certificates.status(category.id(), fingerprint(category.grader()))));
    }
    return list;
  }

  private String fingerprint(String grader) {
    return Objects.requireNonNull(run.graders().byName().get(grader), grader).fingerprint();
  }

  /** The path's parts; starts the graders and the estimators. */
  PipelineSetup setup(List<CategoryQuestion> questions) {
    Workers workers = workers(questions);
    Plan plan = run.checked().plan();
    int onOne =
        run.checked().asked().stream()
            .filter(model -> !run.checked().judges().contains(model.name()))
            .mapToInt(model -> model.settings().inFlight())
            .max()
            .orElse(1);
    int inFlight = plan.cluster().port().isPresent() ? onOne * MOST_MACHINES : onOne;
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
        run.journal(),
        window,
        reorder,
        plan.stop().lookEvery());
  }

  private Workers workers(List<CategoryQuestion> questions) {
    Map<String, Set<String>> categories = new LinkedHashMap<>();
    run.graders()
        .byName()
        .keySet()
        .forEach(name -> categories.put(name, run.checked().categoriesOf(name).keySet()));
    return run.ask(
        (ActorRef<Workers> replyTo) ->
            new RunActor.StartWorkers(run.graders().byName(), categories, questions, replyTo));
  }

  private LaneWork lane(Lane lane) {
    return OpenModels.laneWork(
        run.checked(),
        lane,
        lane.model()
            .filter(name -> run.start().asksLanes())
            .map(
                name ->
                    Objects.requireNonNull(actors.get(name), () -> "model not opened: " + name)),
        run.models().prefixDiffers(lane.model().orElse("")));
  }

  private GraderWork grader(String name, ActorRef<GraderActor.Command> actor) {
    return new GraderWork(
        name,
        Objects.requireNonNull(run.graders().byName().get(name)).fingerprint(),
        run.checked().categoriesOf(name).keySet(),
        run.graders().population(name),
        actor);
  }
}
