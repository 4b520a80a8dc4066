package dev.rehearsal.actors.model;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;

/** A model actor on a clock and with a client that the test moves by hand. */
abstract class ModelActorCase {
  static final Outcome DOWN = Outcome.Failed.retryable("http 503");

  final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  final ManualClock clock = new ManualClock(ManualTime.get(kit.system()), this::settle);
  final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  final TestProbe<Answer> answers = kit.createTestProbe(Answer.class);
  final ScriptedClient client = new ScriptedClient();
  final ConcurrentLinkedQueue<ModelEvent> events = new ConcurrentLinkedQueue<>();
  private Optional<ActorRef<ModelActor.Command>> model = Optional.empty();
  int breakerFailures = 100;

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  static Budget calls(long most) {
    return new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(most));
  }

  BudgetActor.Status budgetStatus(ActorRef<BudgetActor.Command> budget) {
    TestProbe<BudgetActor.Status> probe = kit.createTestProbe(BudgetActor.Status.class);
    budget.tell(new BudgetActor.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }

  ScriptedClient.Pending afterWait() {
    settle();
    for (int i = 0; i < 20 && client.calls.isEmpty(); i++) {
      clock.pass(Duration.ofMillis(500));
      settle();
    }
    return client.next();
  }

  /** Returns when the actor has handled what was sent to it. */
  void settle() {
    model.ifPresent(this::status);
    model.ifPresent(this::status);
  }

  static Outcome limited(Duration retryAfter) {
    return new Outcome.RateLimited(Optional.of(retryAfter), Optional.empty());
  }

  ActorRef<ModelActor.Command> spawn(int inFlight) {
    return spawn(inFlight, Optional.empty(), Optional.empty());
  }

  ActorRef<ModelActor.Command> spawn(
      int inFlight,
      Optional<ActorRef<LimiterActor.Command>> limiter,
      Optional<ActorRef<BudgetActor.Command>> budget) {
    ModelSettings settings =
        new ModelSettings(
            inFlight,
            Duration.ofSeconds(10),
            3,
            100,
            Optional.of(new Price(1, 2)),
            Optional.empty(),
            new ModelSettings.Retries(
                Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofMinutes(1), 10),
            new ModelSettings.Breaker(
                breakerFailures,
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                Duration.ofSeconds(60)),
            Duration.ofSeconds(10));
    ActorRef<ModelActor.Command> actor =
        kit.spawn(
            ModelActor.create(
                new ModelParts(
                    "m",
                    client,
                    settings,
                    limiter,
                    false,
                    budget,
                    Priority.LANE,
                    1,
                    clock,
                    events::add)));
    model = Optional.of(actor);
    return actor;
  }

  void ask(ActorRef<ModelActor.Command> actor, String key) {
    actor.tell(
        new ModelActor.Complete(
            key, new Prompt(key, List.of(), List.of()), answers.getRef()::tell));
  }

  ModelStatus status(ActorRef<ModelActor.Command> actor) {
    TestProbe<ModelStatus> probe = kit.createTestProbe(ModelStatus.class);
    actor.tell(new ModelActor.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }
}
