package dev.rehearsal.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a model actor does when the endpoint is limited, dead or closed to it. */
final class ModelHealthTest extends ModelActorCase {
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
  @Tag("slow")
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
}
