package dev.rehearsal.actors.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.model.ManualClock;
import dev.rehearsal.config.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LimiterActorTest {
  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private final ManualClock clock = new ManualClock(ManualTime.get(kit.system()), this::settle);
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final List<ActorRef<LimiterActor.Command>> limiters = new ArrayList<>();
  private final TestProbe<String> permits = kit.createTestProbe(String.class);

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void pacesRequestsAndServesJudgesFirst() {
    ActorRef<LimiterActor.Command> limiter = spawn(limits(60));
    acquire(limiter, Priority.LANE, "first");
    permits.expectMessage("first");
    acquire(limiter, Priority.LANE, "lane");
    acquire(limiter, Priority.JUDGE, "judge");
    assertThat(status(limiter).waiting()).isEqualTo(2);
    clock.pass(Duration.ofMillis(1_100));
    permits.expectMessage("judge");
    permits.expectNoMessage(Duration.ZERO);
    clock.pass(Duration.ofMillis(1_100));
    permits.expectMessage("lane");
  }

  @Test
  void waitsForTheTokensOfTheMinuteAndTakesBackWhatWasNotUsed() {
    ActorRef<LimiterActor.Command> limiter =
        spawn(new Limits(OptionalInt.empty(), OptionalLong.of(6_000)));
    limiter.tell(new LimiterActor.Acquire<>(3_000, Priority.LANE, permits.getRef(), "big"));
    permits.expectMessage("big");
    limiter.tell(new LimiterActor.Acquire<>(100, Priority.LANE, permits.getRef(), "small"));
    assertThat(status(limiter).waiting()).isEqualTo(1);
    limiter.tell(new LimiterActor.Correct(3_000, 0));
    permits.expectMessage("small");
  }

  @Test
  void aNewLimitHoldsFromNowOnAndForgetsNothing() {
    ActorRef<LimiterActor.Command> limiter = spawn(limits(60));
    acquire(limiter, Priority.LANE, "first");
    permits.expectMessage("first");
    limiter.tell(new LimiterActor.Retune(limits(6)));
    acquire(limiter, Priority.LANE, "second");
    acquire(limiter, Priority.LANE, "third");
    assertThat(status(limiter).waiting()).isEqualTo(2);
    clock.pass(Duration.ofSeconds(9));
    permits.expectNoMessage(Duration.ZERO);
    clock.pass(Duration.ofSeconds(3));
    permits.expectMessage("second");
    clock.pass(Duration.ofSeconds(9));
    permits.expectNoMessage(Duration.ZERO);
    clock.pass(Duration.ofSeconds(3));
    permits.expectMessage("third");
    acquire(limiter, Priority.LANE, "fourth");
    limiter.tell(new LimiterActor.Retune(limits(600)));
    permits.expectMessage("fourth");
  }

  @Test
  void aLimitThatIsTakenAwayHoldsNobodyBack() {
    ActorRef<LimiterActor.Command> limiter = spawn(limits(1));
    acquire(limiter, Priority.LANE, "first");
    acquire(limiter, Priority.LANE, "second");
    permits.expectMessage("first");
    limiter.tell(new LimiterActor.Retune(new Limits(OptionalInt.empty(), OptionalLong.empty())));
    permits.expectMessage("second");
  }

  @Test
  void aPauseHoldsEverybodyBack() {
    ActorRef<LimiterActor.Command> limiter = spawn(limits(6_000));
    limiter.tell(new LimiterActor.Pause(Duration.ofSeconds(5)));
    acquire(limiter, Priority.LANE, "a");
    assertThat(status(limiter).waiting()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(6));
    permits.expectMessage("a");
  }

  @Test
  void aNewLimitHoldsAtOnce() {
    ActorRef<LimiterActor.Command> limiter = spawn(limits(1));
    acquire(limiter, Priority.LANE, "a");
    acquire(limiter, Priority.LANE, "b");
    permits.expectMessage("a");
    assertThat(status(limiter).waiting()).isEqualTo(1);
    limiter.tell(new LimiterActor.Retune(limits(6_000)));
    permits.expectMessage("b");
  }

  private ActorRef<LimiterActor.Command> spawn(Limits limits) {
    ActorRef<LimiterActor.Command> limiter = kit.spawn(LimiterActor.create(limits, clock));
    limiters.add(limiter);
    return limiter;
  }

  private void acquire(ActorRef<LimiterActor.Command> limiter, Priority priority, String name) {
    limiter.tell(new LimiterActor.Acquire<>(0, priority, permits.getRef(), name));
  }

  private void settle() {
    limiters.forEach(this::status);
  }

  private LimiterActor.Status status(ActorRef<LimiterActor.Command> limiter) {
    TestProbe<LimiterActor.Status> probe = kit.createTestProbe(LimiterActor.Status.class);
    limiter.tell(new LimiterActor.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }

  private static Limits limits(int requests) {
    return new Limits(OptionalInt.of(requests), OptionalLong.empty());
  }
}
