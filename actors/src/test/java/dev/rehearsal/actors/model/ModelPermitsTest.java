package dev.rehearsal.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.config.Limits;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Budget and permits, and what becomes of those who wait for them. */
final class ModelPermitsTest extends ModelActorCase {
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
  void sendsNothingWhileItIsHeldAndFinishesWhatIsUnderWay() {
    ActorRef<ModelActor.Command> model = spawn(1, Optional.empty(), Optional.empty());
    ask(model, "a");
    ask(model, "b");
    ScriptedClient.Pending first = client.next();
    model.tell(new ModelActor.Hold(true));
    first.answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    clock.pass(Duration.ofSeconds(30));
    assertThat(client.calls).isEmpty();
    assertThat(status(model)).returns(0, ModelStatus::inFlight).returns(1, ModelStatus::queued);
    model.tell(new ModelActor.Hold(false));
    client.next().answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
  }

  @Test
  void withdrawsWhatIsHeldWhenTheRunStops() {
    ActorRef<ModelActor.Command> model = spawn(1, Optional.empty(), Optional.empty());
    model.tell(new ModelActor.Hold(true));
    ask(model, "a");
    model.tell(ModelActor.StopAsking.INSTANCE);
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Withdrawn());
    assertThat(client.calls).isEmpty();
  }

  @Test
  void retriesTakePermitsToo() {
    ActorRef<ModelActor.Command> model = spawn(2, Optional.of(limiter(60)), Optional.empty());
    ask(model, "a");
    client.next().answer(DOWN);
    settle();
    clock.pass(Duration.ofMillis(900));
    assertThat(client.calls).isEmpty();
    clock.pass(Duration.ofMillis(300));
    assertThat(client.next().call().attempt()).isEqualTo(2);
  }

  @Test
  void aPermitThatLapsedIsSpentAndTheBudgetIsNot() {
    ActorRef<BudgetActor.Command> budget = kit.spawn(BudgetActor.create(calls(1), Map.of()));
    ActorRef<ModelActor.Command> model = spawn(2, Optional.of(limiter(60)), Optional.of(budget));
    ask(model, "a");
    client.next().answer(new Outcome.Lapsed());
    settle();
    clock.pass(Duration.ofMillis(900));
    assertThat(client.calls).isEmpty();
    clock.pass(Duration.ofMillis(300));
    client.next().answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
  }

  @Test
  void withdrawsAtOnceWhatWaitsForAPermitWhenTheRunStops() {
    ActorRef<BudgetActor.Command> budget = kit.spawn(BudgetActor.create(calls(100), Map.of()));
    ActorRef<LimiterActor.Command> limiter = limiter(1);
    ActorRef<ModelActor.Command> model = spawn(3, Optional.of(limiter), Optional.of(budget));
    for (String key : List.of("a", "b", "c", "d")) {
      ask(model, key);
    }
    ScriptedClient.Pending sent = client.next();
    settle();
    assertThat(status(model)).returns(3, ModelStatus::inFlight).returns(1, ModelStatus::queued);

    model.tell(ModelActor.StopAsking.INSTANCE);

    for (int i = 0; i < 3; i++) {
      assertThat(answers.receiveMessage()).isEqualTo(new Answer.Withdrawn());
    }
    assertThat(status(model)).returns(1, ModelStatus::inFlight).returns(0, ModelStatus::queued);
    sent.answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    clock.pass(Duration.ofMinutes(5), Duration.ofSeconds(30));
    settle();
    assertThat(client.calls).isEmpty();
    BudgetActor.Status spent = budgetStatus(budget);
    assertThat(spent.spent())
        .hasEntrySatisfying("m", cost -> assertThat(cost.calls()).isEqualTo(1));
    assertThat(spent.reserved().calls()).isZero();
    answers.expectNoMessage(Duration.ZERO);
  }

  @Test
  void failsAtOnceWhatWaitsForAPermitWhenTheKeyIsRejected() {
    ActorRef<ModelActor.Command> model = spawn(2, Optional.of(limiter(1)), Optional.empty());
    ask(model, "a");
    ask(model, "b");

    client.next().answer(Outcome.Failed.fatal("key rejected (http 401)"));

    for (int i = 0; i < 2; i++) {
      assertThat(answers.receiveMessage())
          .isInstanceOfSatisfying(Answer.Failed.class, f -> assertThat(f.fatal()).isTrue());
    }
    clock.pass(Duration.ofMinutes(3), Duration.ofSeconds(30));
    settle();
    assertThat(client.calls).isEmpty();
    assertThat(status(model).inFlight()).isZero();
  }

  private ActorRef<LimiterActor.Command> limiter(int perMinute) {
    return kit.spawn(
        LimiterActor.create(
            "api",
            new Limits(OptionalInt.of(perMinute), OptionalLong.empty()),
            clock,
            event -> {},
            Optional.empty()));
  }
}
