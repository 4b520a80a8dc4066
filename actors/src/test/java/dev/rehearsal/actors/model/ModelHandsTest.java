package dev.rehearsal.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model whose calls nodes make too. */
final class ModelHandsTest extends ModelActorCase {

  @Test
  void hasAsManyCallsUnderWayAsThisMachineAndTheNodesCanMake() {
    ActorRef<ModelActor.Command> model = spawn(1);
    ask(model, "a");
    ask(model, "b");
    ask(model, "c");
    client.next();
    assertThat(status(model).inFlight()).isEqualTo(1);
    model.tell(new ModelActor.Lend(Map.of("n", 2)));
    client.next();
    client.next();
    assertThat(status(model))
        .returns(3, ModelStatus::inFlight)
        .returns(Map.of("n", 2), ModelStatus::lent);
    assertThat(events).containsExactly(new ModelEvent.Retuned("m", 3));
  }

  @Test
  void cutsBackWhatNodesLendAsMuchAsItsOwn() {
    ActorRef<ModelActor.Command> model = spawn(4);
    model.tell(new ModelActor.Lend(Map.of("n", 5, "o", 3)));
    ask(model, "a");
    client.next().answer(limited(Duration.ofSeconds(1)));
    settle();
    assertThat(status(model).limit()).isEqualTo(2 + 4);
    assertThat(events)
        .contains(new ModelEvent.RateLimitEpisode("m", 6, Optional.of(Duration.ofSeconds(1))));
  }

  @Test
  void triesAgainWhatALostNodeTookWithItAndDoesNotTakeTheEndpointForDead() {
    breakerFailures = 2;
    ActorRef<ModelActor.Command> model = spawn(4);
    for (String key : new String[] {"a", "b", "c"}) {
      ask(model, key);
    }
    for (int i = 0; i < 3; i++) {
      client.next().answer(new Outcome.Stranded("node lost"));
    }
    for (int i = 0; i < 3; i++) {
      afterWait().answer(ScriptedClient.answered());
      assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    }
    assertThat(status(model).breaker()).isEqualTo(ModelStatus.BreakerState.CLOSED);
    assertThat(events).isEmpty();
  }

  @Test
  void aCallThatNobodyBeganNeedsAnotherPermitAndNoAttempt() {
    ActorRef<ModelActor.Command> model = spawn(4);
    ask(model, "a");
    for (int i = 0; i < 5; i++) {
      ScriptedClient.Pending pending = afterWait();
      assertThat(pending.call().attempt()).isEqualTo(1);
      pending.answer(new Outcome.Lapsed());
    }
    afterWait().answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage())
        .isInstanceOfSatisfying(
            Answer.Answered.class, answered -> assertThat(answered.attempts()).isEqualTo(1));
    assertThat(status(model)).returns(1L, ModelStatus::calls).returns(0L, ModelStatus::retries);
    assertThat(events).isEmpty();
  }

  @Test
  void aRetryThatNobodyBeganCountsOnceAndNoCounterFalls() {
    ActorRef<ModelActor.Command> model = spawn(4);
    ask(model, "a");
    client.next().answer(DOWN);
    afterWait().answer(new Outcome.Lapsed());
    assertThat(status(model)).returns(2L, ModelStatus::calls).returns(1L, ModelStatus::retries);
    afterWait().answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    assertThat(status(model)).returns(2L, ModelStatus::calls).returns(1L, ModelStatus::retries);
    ask(model, "b");
    client.next().answer(DOWN);
    afterWait().answer(ScriptedClient.answered());
    assertThat(answers.receiveMessage()).isInstanceOf(Answer.Answered.class);
    assertThat(status(model)).returns(4L, ModelStatus::calls).returns(2L, ModelStatus::retries);
  }

  @Test
  void aCallThatIsStrandedEachTimeFailsAfterItsAttempts() {
    ActorRef<ModelActor.Command> model = spawn(4);
    ask(model, "a");
    for (int i = 0; i < 3; i++) {
      afterWait().answer(new Outcome.Stranded("node lost"));
    }
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Failed("node lost", 3, false));
  }
}
