package dev.rehearsal.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** How asks become attempts and answers. */
final class ModelActorTest extends ModelActorCase {
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
  void aClientThatForgetsItsDeadlineIsGivenUp() {
    ask(spawn(1), "a");
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(afterWait().call().attempt()).isEqualTo(attempt);
      clock.pass(Duration.ofSeconds(16));
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
}
