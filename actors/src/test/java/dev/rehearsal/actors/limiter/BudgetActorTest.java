package dev.rehearsal.actors.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BudgetActorTest {
  private static final Cost TEN = new Cost(1, 10, 0.1);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final TestProbe<String> words = kit.createTestProbe(String.class);

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void aReservationThatFitsLaterWaitsForTheOthers() {
    ActorRef<BudgetActor.Command> budget = spawn(tokens(15), Map.of());
    reserve(budget, "a");
    reserve(budget, "b");
    words.expectMessage("a reserved");
    assertThat(status(budget).waiting()).isEqualTo(1);
    budget.tell(new BudgetActor.Settle("m", TEN, new Cost(1, 5, 0)));
    words.expectMessage("b reserved");
  }

  @Test
  void whatCanNeverFitIsRefusedByName() {
    ActorRef<BudgetActor.Command> budget = spawn(tokens(15), Map.of());
    reserve(budget, "a");
    words.expectMessage("a reserved");
    reserve(budget, "b");
    budget.tell(new BudgetActor.Settle("m", TEN, TEN));
    words.expectMessage("b refused: budget of 15 tokens");
  }

  @Test
  void whatWasSpentBeforeCounts() {
    ActorRef<BudgetActor.Command> budget =
        spawn(tokens(15), Map.of("m", new Cost(1, 6, 0), "other", Cost.NOTHING));
    reserve(budget, "a");
    words.expectMessage("a refused: budget of 15 tokens");
    assertThat(status(budget).spent()).containsEntry("m", new Cost(1, 6, 0));
  }

  @Test
  void aLargerBudgetLetsWaitingOnesGo() {
    ActorRef<BudgetActor.Command> budget =
        spawn(
            new Budget(OptionalDouble.of(0.15), OptionalLong.empty(), OptionalLong.empty()),
            Map.of());
    reserve(budget, "a");
    reserve(budget, "b");
    words.expectMessage("a reserved");
    budget.tell(new BudgetActor.Retune(tokens(20)));
    words.expectMessage("b reserved");
  }

  private ActorRef<BudgetActor.Command> spawn(Budget budget, Map<String, Cost> before) {
    return kit.spawn(BudgetActor.create(budget, before));
  }

  private void reserve(ActorRef<BudgetActor.Command> budget, String name) {
    budget.tell(
        new BudgetActor.Reserve<>(
            TEN, words.getRef(), name + " reserved", limit -> name + " refused: " + limit));
  }

  private BudgetActor.Status status(ActorRef<BudgetActor.Command> budget) {
    TestProbe<BudgetActor.Status> probe = kit.createTestProbe(BudgetActor.Status.class);
    budget.tell(new BudgetActor.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }

  private static Budget tokens(long tokens) {
    return new Budget(OptionalDouble.empty(), OptionalLong.of(tokens), OptionalLong.empty());
  }
}
