package dev.rehearsal.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.config.Limits;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ModelActorTest {
  private static final Outcome DOWN = Outcome.Failed.retryable("http 503");

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualClock clock = new ManualClock(ManualTime.get(kit.system()));
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final TestProbe<Answer> answers = kit.createTestProbe(Answer.class);
  private final ScriptedClient client = new ScriptedClient();
  private final ConcurrentLinkedQueue<ModelEvent> events = new ConcurrentLinkedQueue<>();
  private Optional<ActorRef<ModelActor.Command>> model = Optional.empty();
  private int breakerFailures = 100;

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void answersOnceAndSaysHowLongItTook() {
    ask(spawn(4), "a");
    settle();
    clock.pass(Duration.ofMillis(200));
    client.next().answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage())
        .isInstanceOfSatisfying(
            Answer.Answered.class,
            a -> {
              assertThat(a.attempts()).isEqualTo(1);
              assertThat(a.latency()).isEqualTo(Duration.ofMillis(200));
            });
    answers.expectNoMessage(Duration.ZERO);
  }

  @Test
  void holdsNoMoreThanTheLimitInFlight() {
    ActorRef<ModelActor.Command> model = spawn(2);
    for (String key : List.of("a", "b", "c")) {
      ask(model, key);
    }
    ScriptedClient.Pending first = client.next();
    client.next();
    assertThat(status(model)).returns(2, ModelStatus::inFlight).returns(1, ModelStatus::queued);
    assertThat(client.calls).isEmpty();
    first.answer(ScriptedClient.answered());
    assertThat(client.next().call().key()).isEqualTo("c");
  }

  @Test
  void aRetuneHoldsFromThenOn() {
    ActorRef<ModelActor.Command> model = spawn(1);
    ask(model, "a");
    ask(model, "b");
    client.next();
    model.tell(new ModelActor.Retune(2));
    client.next();
    assertThat(events).containsExactly(new ModelEvent.Retuned("m", 2));
  }

  @Test
  void triesAgainAfterAWaitAndCountsAttemptsFromOne() {
    ask(spawn(4), "a");
    client.next().answer(DOWN);
    ScriptedClient.Pending second = afterWait();
    assertThat(second.call().attempt()).isEqualTo(2);
    second.answer(ScriptedClient.answered());
    assertThat(((Answer.Answered) answers.receiveMessage()).attempts()).isEqualTo(2);
  }

  @Test
  void givesUpAfterSoManyAttempts() {
    ask(spawn(4), "a");
    client.next().answer(DOWN);
    afterWait().answer(DOWN);
    afterWait().answer(DOWN);
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Failed("http 503", 3, false));
  }

  @Test
  void neverRepeatsWhatIsNoUseToRepeat() {
    ActorRef<ModelActor.Command> model = spawn(4);
    ask(model, "a");
    client.next().answer(Outcome.Failed.terminal("http 400"));
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Failed("http 400", 1, false));
    ask(model, "b");
    client.next().answer(new Outcome.Blocked("content_filter"));
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Blocked("content_filter", 1));
  }

  @Test
  void aRejectedKeyFailsEverythingThatWaitsAndEverythingAfter() {
    ActorRef<ModelActor.Command> model = spawn(1);
    ask(model, "a");
    ask(model, "b");
    client.next().answer(Outcome.Failed.fatal("key rejected (http 401)"));
    ask(model, "c");
    for (int i = 0; i < 3; i++) {
      assertThat(answers.receiveMessage())
          .isInstanceOfSatisfying(Answer.Failed.class, f -> assertThat(f.fatal()).isTrue());
    }
    assertThat(client.calls).isEmpty();
    assertThat(events).containsExactly(new ModelEvent.GivenUp("m", "key rejected (http 401)"));
  }

  @Test
  void a429UsesUpNoAttemptAndIsWaitedForAsLongAsAsked() {
    ask(spawn(4), "a");
    for (int i = 0; i < 5; i++) {
      client.next().answer(limited(Duration.ofSeconds(2)));
      settle();
      clock.pass(Duration.ofMillis(1_900));
      assertThat(client.calls).isEmpty();
      clock.pass(Duration.ofSeconds(1));
    }
    client.next().answer(ScriptedClient.answered());
    assertThat(((Answer.Answered) answers.receiveMessage()).attempts()).isEqualTo(6);
  }

  @Test
  void one429AfterAnotherPausesTheWholeModel() {
    ActorRef<ModelActor.Command> model = spawn(4);
    ask(model, "a");
    ask(model, "b");
    client.next().answer(limited(Duration.ofSeconds(5)));
    client.next().answer(limited(Duration.ofSeconds(5)));
    status(model);
    ask(model, "c");
    status(model);
    assertThat(client.calls).isEmpty();
    clock.pass(Duration.ofSeconds(6));
    assertThat(List.of(client.next(), client.next())).hasSize(2);
  }

  @Test
  void an429EpisodeHalvesTheLimitOnceAndRepliesGrowItBack() {
    ActorRef<ModelActor.Command> model = spawn(8);
    ask(model, "a");
    ask(model, "b");
    client.next().answer(limited(Duration.ofMillis(100)));
    client.next().answer(limited(Duration.ofMillis(100)));
    settle();
    assertThat(status(model).limit()).isEqualTo(4);
    assertThat(events).hasSize(1);
    clock.pass(Duration.ofSeconds(11), Duration.ofSeconds(11));
    for (int i = 0; i < 4; i++) {
      if (i >= 2) {
        ask(model, "more" + i);
      }
      client.next().answer(ScriptedClient.answered());
      answers.receiveMessage();
    }
    assertThat(status(model).limit()).isEqualTo(5);
  }

  @Test
  void an5xxDoesNotShrinkTheLimit() {
    ActorRef<ModelActor.Command> model = spawn(8);
    ask(model, "a");
    client.next().answer(DOWN);
    settle();
    assertThat(status(model).limit()).isEqualTo(8);
  }

  @Test
  void aDeadEndpointIsProbedAndUsesUpNoAttempts() {
    breakerFailures = 3;
    ActorRef<ModelActor.Command> model = spawn(1);
    ask(model, "a");
    client.next().answer(DOWN);
    afterWait().answer(DOWN);
    ask(model, "b");
    client.next().answer(DOWN);
    settle();
    assertThat(events).contains(new ModelEvent.BreakerOpened("m", "http 503"));
    assertThat(status(model).breaker()).isEqualTo(ModelStatus.BreakerState.OPEN);
    for (int probe = 0; probe < 4; probe++) {
      afterWait().answer(DOWN);
      settle();
      assertThat(client.calls).isEmpty();
    }
    afterWait().answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    assertThat(status(model).breaker()).isEqualTo(ModelStatus.BreakerState.CLOSED);
  }

  @Test
  void anEndpointThatStaysDeadIsGivenUp() {
    breakerFailures = 3;
    ActorRef<ModelActor.Command> model = spawn(1);
    ask(model, "a");
    ask(model, "b");
    for (int i = 0;
        i < 60 && events.stream().noneMatch(ModelEvent.GivenUp.class::isInstance);
        i++) {
      clock.pass(Duration.ofSeconds(2), Duration.ofSeconds(2));
      status(model);
      client.calls.forEach(pending -> pending.answer(DOWN));
      client.calls.clear();
      settle();
    }
    for (int i = 0; i < 2; i++) {
      assertThat(answers.receiveMessage())
          .isInstanceOfSatisfying(
              Answer.Failed.class,
              f -> {
                assertThat(f.fatal()).isTrue();
                assertThat(f.reason()).startsWith("unreachable");
              });
    }
  }

  @Test
  void aClientThatForgetsItsDeadlineIsGivenUp() {
    ask(spawn(1), "a");
    for (int i = 0; i < 3; i++) {
      client.next();
      settle();
      clock.pass(Duration.ofSeconds(20), Duration.ofSeconds(10));
    }
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Failed("timeout", 3, false));
  }

  @Test
  void aClientThatFailsIsStillAnswered() {
    ask(spawn(1), "a");
    client.next().outcome().completeExceptionally(new IllegalStateException("a bug"));
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Failed("internal error", 1, false));
  }

  @Test
  void anExhaustedQuotaPausesUntilItIsWhole() {
    ActorRef<ModelActor.Command> model = spawn(4);
    ask(model, "a");
    Outcome.Quota none =
        new Outcome.Quota(Optional.of(0L), Optional.empty(), Optional.of(Duration.ofSeconds(3)));
    client.next().answer(ScriptedClient.answered(Optional.empty(), Optional.of(none)));
    answers.receiveMessage();
    ask(model, "b");
    status(model);
    assertThat(client.calls).isEmpty();
    clock.pass(Duration.ofSeconds(4));
    assertThat(client.next().call().key()).isEqualTo("b");
  }

  @Test
  void spendsTheBudgetToTheEndAndThenRefuses() {
    Budget three = new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(3));
    ActorRef<BudgetActor.Command> budget = kit.spawn(BudgetActor.create(three, Map.of()));
    ActorRef<ModelActor.Command> model = spawn(2, Optional.empty(), Optional.of(budget));
    for (int i = 0; i < 5; i++) {
      ask(model, "k" + i);
    }
    for (int i = 0; i < 3; i++) {
      client.next().answer(ScriptedClient.answered());
      assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(answers.receiveMessage()).isEqualTo(new Answer.OverBudget("budget of 3 calls"));
    }
    assertThat(client.calls).isEmpty();
  }

  @Test
  void everybodyIsAnsweredWhenTheBudgetEndsInAnOutage() {
    breakerFailures = 2;
    Budget two = new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(2));
    ActorRef<BudgetActor.Command> budget = kit.spawn(BudgetActor.create(two, Map.of()));
    ActorRef<ModelActor.Command> spent = spawn(2, Optional.empty(), Optional.of(budget));
    for (String key : List.of("a", "b", "c")) {
      ask(spent, key);
    }
    client.next().answer(DOWN);
    client.next().answer(DOWN);
    settle();
    clock.pass(Duration.ofSeconds(4), Duration.ofSeconds(2));
    for (int i = 0; i < 3; i++) {
      assertThat(answers.receiveMessage()).isEqualTo(new Answer.OverBudget("budget of 2 calls"));
    }
  }

  @Test
  void neverSendsWhatTheBudgetGrantsAfterTheStop() {
    ActorRef<BudgetActor.Command> budget = kit.spawn(BudgetActor.create(calls(1), Map.of()));
    ActorRef<ModelActor.Command> model = spawn(2, Optional.empty(), Optional.of(budget));
    ask(model, "a");
    ask(model, "b");
    ScriptedClient.Pending first = client.next();
    settle();
    model.tell(ModelActor.StopAsking.INSTANCE);
    budget.tell(new BudgetActor.Retune(calls(10)));
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Withdrawn());
    first.answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    assertThat(client.calls).isEmpty();
    assertThat(budgetStatus(budget)).returns(0L, b -> b.reserved().calls());
    assertThat(status(model).inFlight()).isZero();
  }

  @Test
  void retriesTakePermitsToo() {
    ActorRef<LimiterActor.Command> limiter =
        kit.spawn(LimiterActor.create(new Limits(OptionalInt.of(60), OptionalLong.empty()), clock));
    ActorRef<ModelActor.Command> model = spawn(2, Optional.of(limiter), Optional.empty());
    ask(model, "a");
    client.next().answer(DOWN);
    settle();
    clock.pass(Duration.ofMillis(900));
    assertThat(client.calls).isEmpty();
    clock.pass(Duration.ofMillis(300));
    assertThat(client.next().call().attempt()).isEqualTo(2);
  }

  @Test
  void countsTokensDollarsAndServedModels() {
    ActorRef<ModelActor.Command> model = spawn(2);
    ask(model, "a");
    client
        .next()
        .answer(
            ScriptedClient.answered(
                Optional.of(new Reply.Usage(1_000_000, 500_000)), Optional.empty()));
    answers.receiveMessage();
    assertThat(status(model))
        .returns(1_000_000L, ModelStatus::inputTokens)
        .returns(500_000L, ModelStatus::outputTokens)
        .returns(OptionalDouble.of(2.0), ModelStatus::usd)
        .returns(Map.of("m-1", 1L), ModelStatus::served);
  }

  private static Budget calls(long most) {
    return new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(most));
  }

  private BudgetActor.Status budgetStatus(ActorRef<BudgetActor.Command> budget) {
    TestProbe<BudgetActor.Status> probe = kit.createTestProbe(BudgetActor.Status.class);
    budget.tell(new BudgetActor.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }

  private ScriptedClient.Pending afterWait() {
    settle();
    for (int i = 0; i < 20 && client.calls.isEmpty(); i++) {
      clock.pass(Duration.ofMillis(500));
      settle();
    }
    return client.next();
  }

  /** Returns when the actor has handled what was sent to it. */
  private void settle() {
    model.ifPresent(this::status);
    model.ifPresent(this::status);
  }

  private static Outcome limited(Duration retryAfter) {
    return new Outcome.RateLimited(Optional.of(retryAfter), Optional.empty());
  }

  private ActorRef<ModelActor.Command> spawn(int inFlight) {
    return spawn(inFlight, Optional.empty(), Optional.empty());
  }

  private ActorRef<ModelActor.Command> spawn(
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

  private void ask(ActorRef<ModelActor.Command> actor, String key) {
    actor.tell(
        new ModelActor.Complete(
            key, new Prompt(key, List.of(), List.of()), answers.getRef()::tell));
  }

  private ModelStatus status(ActorRef<ModelActor.Command> actor) {
    TestProbe<ModelStatus> probe = kit.createTestProbe(ModelStatus.class);
    actor.tell(new ModelActor.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }
}
