package dev.rehearsal.actors.grader;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.Items;
import dev.rehearsal.graders.Population;
import dev.rehearsal.verdict.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GraderActorTest {
  private static final Map<String, Verdict> HIT = Map.of("rude", Verdict.graded(true));

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final TestProbe<GraderActor.Result> results =
      kit.createTestProbe(GraderActor.Result.class);
  private final HandGrader grader = new HandGrader();
  private final ActorRef<GraderActor.Command> actor =
      kit.spawn(GraderActor.create(grader, Set.of("rude")));

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void answersOnceTheGraderHasDecided() {
    grade();
    results.expectNoMessage(Duration.ofMillis(50));
    grader.verdicts.complete(HIT);
    assertThat(results.receiveMessage()).isEqualTo(new GraderActor.Graded(HIT));
  }

  @Test
  void aGraderThatForgetsACategoryIsBroken() {
    grader.verdicts.complete(Map.of());
    grade();
    assertThat(results.receiveMessage())
        .isInstanceOfSatisfying(
            GraderActor.Broken.class, b -> assertThat(b.cause()).hasMessageContaining("[rude]"));
  }

  @Test
  void aGraderThatFailsIsBrokenWithItsCause() {
    IllegalStateException bug = new IllegalStateException("a bug");
    grade();
    grader.verdicts.completeExceptionally(bug);
    assertThat(results.receiveMessage()).isEqualTo(new GraderActor.Broken(bug));
  }

  @Test
  void closesTheGraderWhenTheRunEnds() throws Exception {
    kit.stop(actor);
    grader.closed.get(30, TimeUnit.SECONDS);
  }

  private void grade() {
    actor.tell(new GraderActor.Grade(Items.said("no"), results.getRef()::tell));
  }

  /** A grader whose verdicts the test gives by hand. */
  private static final class HandGrader implements Grader {
    private final CompletableFuture<Map<String, Verdict>> verdicts = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<Map<String, Verdict>> grade(GradedItem item, Set<String> categories) {
      return verdicts;
    }

    @Override
    public String fingerprint() {
      return "by hand";
    }

    @Override
    public Population population() {
      return new Population.Everything();
    }

    @Override
    public void close() {
      closed.complete(true);
    }
  }
}
