package dev.rehearsal.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.rehearsal.actors.cluster.BorrowerActor;
import dev.rehearsal.actors.cluster.ClusterWatch;
import dev.rehearsal.actors.estimator.EstimatorActor;
import dev.rehearsal.actors.grader.GraderActor;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.actors.model.ModelParts;
import dev.rehearsal.config.Limits;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.standing.CategoryQuestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Guardian of a run: starts the limiters, the budget and the models, then the graders and the
 * estimators; stops them all when the run is over. A child that crashes is a bug: nobody restarts
 * it, since its asks are lost, and the run fails with the child's cause.
 */
public final class RunActor extends AbstractBehavior<RunActor.Command> {

  /** What it understands. */
  public sealed interface Command {}

  /** Asks for the models, by name: graders need them before they can be opened. */
  public record GetModels(ActorRef<Map<String, ActorModel>> replyTo) implements Command {}

  /** Asks for the budget's actor; empty when nothing is limited. */
  public record GetBudget(ActorRef<Optional<ActorRef<BudgetActor.Command>>> replyTo)
      implements Command {}

  /** Asks for the limiters, by credential. */
  public record GetLimiters(ActorRef<Map<String, ActorRef<LimiterActor.Command>>> replyTo)
      implements Command {}

  /**
   * Starts what counts.
   *
   * @param graders by name
   * @param categories of each grader, by the grader's name
   * @param questions one for each category, in the plan's order
   */
  public record StartWorkers(
      Map<String, Grader> graders,
      Map<String, Set<String>> categories,
      List<CategoryQuestion> questions,
      ActorRef<Workers> replyTo)
      implements Command {}

  /** The stream takes no more replies: asks that were not sent yet are answered unasked. */
  public enum StopAsking implements Command {
    INSTANCE
  }

  /** The models of lanes are asked no more, for now; what was answered is graded all the same. */
  public enum Pause implements Command {
    INSTANCE
  }

  /** They are asked again. */
  public enum Resume implements Command {
    INSTANCE
  }

  /** The run is over: nodes are let go. Their loss is no news any more. */
  public enum LetNodesGo implements Command {
    INSTANCE
  }

  /** Changes what the run may do from now on. */
  public record Retune(Tuning tuning, ActorRef<Retuning> replyTo) implements Command {}

  /** What came of a change. */
  public sealed interface Retuning {}

  /**
   * The change is made; actors follow it with their next messages.
   *
   * @param key of the plan
   * @param was its value before, as a plan would say it
   * @param now its value
   */
  public record Retuned(String key, String was, String now) implements Retuning {}

  /**
   * Nothing was changed.
   *
   * @param why for people, with what to do instead
   */
  public record NotRetuned(String why) implements Retuning {}

  /** Asks what the run may do now. */
  public record GetTuned(ActorRef<Tuned> replyTo) implements Command {}

  /**
   * What the run may do now.
   *
   * @param limits by credential
   * @param inFlight most calls at once, by model
   */
  public record Tuned(Map<String, Limits> limits, Map<String, Integer> inFlight, Budget budget) {
    public Tuned {
      limits = Map.copyOf(limits);
      inFlight = Map.copyOf(inFlight);
    }
  }

  private final RunSetup setup;
  private final Tuner tuner;
  private final Map<String, ActorModel> models = new LinkedHashMap<>();
  private final Map<String, ActorRef<LimiterActor.Command>> limiters = new LinkedHashMap<>();
  private final Optional<ActorRef<BudgetActor.Command>> budget;
  private final Borrowing borrowing;
  private final CompletableFuture<Void> broken;

  /**
   * The behaviour of a run that has asked nobody yet.
   *
   * @param broken completes exceptionally, once, if an actor of the run crashes
   */
  public static Behavior<Command> create(RunSetup setup, CompletableFuture<Void> broken) {
    return Behaviors.setup(context -> new RunActor(context, setup, broken));
  }

  private RunActor(ActorContext<Command> context, RunSetup setup, CompletableFuture<Void> broken) {
    super(context);
    this.setup = setup;
    this.broken = broken;
    this.borrowing = new Borrowing(setup.borrowsAs().map(this::borrower));
    this.budget =
        setup.budget().limits() || setup.keepsBooks()
            ? Optional.of(
                watched(BudgetActor.create(setup.budget(), setup.spentBefore()), "budget"))
            : Optional.empty();
    setup
        .limits()
        .forEach(
            (credential, limits) ->
                limiters.put(
                    credential,
                    watched(
                        LimiterActor.create(
                            credential, limits, setup.nanos(), setup.events(), setup.shared()),
                        "limiter-" + limiters.size())));
    setup.models().forEach(model -> models.put(model.name(), start(model)));
    this.tuner = new Tuner(setup, limiters, models, budget);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(GetModels.class, this::onGetModels)
        .onMessage(GetBudget.class, this::onGetBudget)
        .onMessage(GetLimiters.class, this::onGetLimiters)
        .onMessage(GetTuned.class, this::onGetTuned)
        .onMessage(Retune.class, this::onRetune)
        .onMessage(StartWorkers.class, this::onStartWorkers)
        .onMessageEquals(StopAsking.INSTANCE, this::onStopAsking)
        .onMessageEquals(Pause.INSTANCE, () -> hold(true))
        .onMessageEquals(Resume.INSTANCE, () -> hold(false))
        .onMessageEquals(LetNodesGo.INSTANCE, this::onLetNodesGo)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .build();
  }

  private Behavior<Command> onGetModels(GetModels get) {
    get.replyTo().tell(Map.copyOf(models));
    return this;
  }

  private Behavior<Command> onGetBudget(GetBudget get) {
    get.replyTo().tell(budget);
    return this;
  }

  private Behavior<Command> onGetLimiters(GetLimiters get) {
    get.replyTo().tell(Map.copyOf(limiters));
    return this;
  }

  private Behavior<Command> onGetTuned(GetTuned get) {
    get.replyTo().tell(tuner.now());
    return this;
  }

  private Behavior<Command> onRetune(Retune retune) {
    retune.replyTo().tell(tuner.apply(retune.tuning()));
    return this;
  }

  private Behavior<Command> onStartWorkers(StartWorkers start) {
    Map<String, ActorRef<GraderActor.Command>> graders = new LinkedHashMap<>();
    start
        .graders()
        .forEach(
            (name, grader) ->
                graders.put(
                    name,
                    watched(
                        GraderActor.create(grader, start.categories().getOrDefault(name, Set.of())),
                        "grader-" + graders.size())));
    List<ActorRef<EstimatorActor.Command>> estimators =
        start.questions().stream()
            .map(
                question ->
                    watched(
                        EstimatorActor.create(question),
                        "estimator-" + start.questions().indexOf(question)))
            .toList();
    start.replyTo().tell(new Workers(graders, estimators));
    return this;
  }

  private Behavior<Command> onStopAsking() {
    models.values().forEach(model -> model.actor().tell(ModelActor.StopAsking.INSTANCE));
    return this;
  }

  private Behavior<Command> onLetNodesGo() {
    borrowing
        .borrower()
        .ifPresent(
            ref -> {
              getContext().unwatch(ref);
              getContext().stop(ref);
            });
    return this;
  }

  private Behavior<Command> hold(boolean held) {
    setup.models().stream()
        .filter(model -> model.priority() == Priority.LANE)
        .map(model -> Objects.requireNonNull(models.get(model.name())))
        .forEach(model -> model.actor().tell(new ModelActor.Hold(held)));
    return this;
  }

  private Behavior<Command> onChildFailed(ChildFailed failed) {
    broken.completeExceptionally(failed.cause());
    return this;
  }

  private ActorRef<BorrowerActor.Command> borrower(String name) {
    watched(ClusterWatch.ofRun(), "cluster");
    return watched(BorrowerActor.create(name, setup.events(), setup.nanos()), "borrower");
  }

  private ActorModel start(RunSetup.ModelSetup model) {
    Optional<String> credential = model.settings().limits();
    ModelClient client = borrowing.client(model);
    ActorRef<ModelActor.Command> actor =
        watched(
            ModelActor.create(
                new ModelParts(
                    model.name(),
                    client,
                    model.settings(),
                    credential.flatMap(c -> Optional.ofNullable(limiters.get(c))),
                    credential
                        .flatMap(c -> Optional.ofNullable(setup.limits().get(c)))
                        .map(l -> l.tokensPerMinute().isPresent())
                        .orElse(false),
                    model.spends() ? budget : Optional.empty(),
                    model.priority(),
                    setup.seed(),
                    setup.nanos(),
                    setup.events())),
            "model-" + models.size());
    borrowing.serve(model, actor);
    return new ActorModel(model.name(), client, actor);
  }

  private <T> ActorRef<T> watched(Behavior<T> behavior, String name) {
    ActorRef<T> child = getContext().spawn(behavior, name);
    getContext().watch(child);
    return child;
  }
}
