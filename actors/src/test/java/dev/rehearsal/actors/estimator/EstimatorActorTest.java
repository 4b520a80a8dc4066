package dev.rehearsal.actors.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.testing.CategoryQuestions;
import dev.rehearsal.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EstimatorActorTest {
  private static final CategoryQuestion QUESTION = CategoryQuestions.threshold("rude", 0.5, 1_000);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final TestProbe<CategoryStanding> standings = kit.createTestProbe(CategoryStanding.class);
  private final ActorRef<EstimatorActor.Command> actor = kit.spawn(EstimatorActor.create(QUESTION));

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void answersABatchWithWhereTheCategoryStandsAfterIt() {
    CategoryStanding standing = observe(1, 60);
    assertThat(standing.estimates().get(0).counts()).isEqualTo(new Counts(0, 60, 0, 0));
    assertThat(standing.decided()).isFalse();
  }

  @Test
  void changesNothingWhenAskedForTheStanding() {
    CategoryStanding before = observe(1, 3);
    actor.tell(new EstimatorActor.GetStanding(standings.getRef()));
    assertThat(standings.receiveMessage()).isEqualTo(before);
  }

  @Test
  void looksOnceMoreAtTheEnd() {
    observe(1, 60);
    actor.tell(new EstimatorActor.LookAtTheEnd(standings.getRef()));
    assertThat(standings.receiveMessage().decidedAt()).hasValue(60);
  }

  private CategoryStanding observe(long first, long last) {
    List<Resolved> prefixes =
        LongStream.rangeClosed(first, last)
            .mapToObj(
                n ->
                    new Resolved(
                        n, List.of(), Map.of("production", Map.of("rude", Verdict.graded(false)))))
            .toList();
    actor.tell(new EstimatorActor.Observe(prefixes, standings.getRef()));
    return standings.receiveMessage();
  }
}
