package dev.rehearsal.actors.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.model.ManualClock;
import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.config.Limits;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class LimiterActorTest {
  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private final ManualClock clock = new ManualClock(ManualTime.get(kit.system()), this::settle);
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final List<ActorRef<LimiterActor.Command>> limiters = new ArrayList<>();
  private final List<ModelEvent> events = new CopyOnWriteArrayList<>();
  private static final SharedPermits.Answer GRANTED =
      new SharedPermits.Answer(true, Duration.ZERO, 0);

  private Optional<SharedPermits> shared = Optional.empty();
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

  @Test
  void sendsNothingWhileOthersNeedTheProvidersLimitNotEvenForJudges() {
    ActorRef<LimiterActor.Command> limiter = spawn(yielding());
    hears(limiter, 0.2, Optional.of(Duration.ofSeconds(20)));
    acquire(limiter, Priority.LANE, "a fifth is enough");
    permits.expectMessage("a fifth is enough");

    hears(limiter, 0.19, Optional.of(Duration.ofSeconds(20)));
    acquire(limiter, Priority.LANE, "lane");
    acquire(limiter, Priority.JUDGE, "judge");

    assertThat(status(limiter)).returns(2, s -> s.waiting()).returns(true, s -> s.yields());
    clock.pass(Duration.ofSeconds(10));
    hears(limiter, 0.1, Optional.of(Duration.ofSeconds(15)));
    assertThat(status(limiter).waiting()).isEqualTo(2);
    clock.pass(Duration.ofSeconds(14));
    permits.expectNoMessage(Duration.ZERO);
    clock.pass(Duration.ofSeconds(2));
    permits.expectMessage("judge");
    permits.expectMessage("lane");
    assertThat(status(limiter).yields()).isFalse();
    assertThat(status(limiter).yielded()).isEqualTo(Duration.ofSeconds(25));
    assertThat(events)
        .containsExactly(
            new ModelEvent.Yields(
                "m",
                "api",
                new Outcome.Level("requests", 0.19, Optional.of(Duration.ofSeconds(20))),
                Duration.ofSeconds(20)),
            new ModelEvent.YieldsNoMore("m", "api", Duration.ofSeconds(25)));
  }

  @Tag("slow")
  @Test
  void looksAgainAfterAMinuteWhereNoResetIsStatedAndAfterTenAtMost() {
    ActorRef<LimiterActor.Command> limiter = spawn(yielding());
    hears(limiter, 0, Optional.empty());
    acquire(limiter, Priority.LANE, "a");
    assertThat(status(limiter).waiting()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(61));
    permits.expectMessage("a");
    hears(limiter, 0, Optional.of(Duration.ofHours(24)));
    acquire(limiter, Priority.LANE, "b");
    assertThat(status(limiter).waiting()).isEqualTo(1);
    clock.pass(Duration.ofMinutes(11), Duration.ofMinutes(1));
    permits.expectMessage("b");
  }

  @Test
  void saysOnceOfEachModelThatItCannotYieldAndSendsOn() {
    ActorRef<LimiterActor.Command> limiter = spawn(yielding());
    for (String model : List.of("m", "m", "judge")) {
      limiter.tell(new LimiterActor.Heard(model, Optional.empty()));
    }
    acquire(limiter, Priority.LANE, "a");

    permits.expectMessage("a");
    assertThat(events)
        .containsExactly(
            new ModelEvent.CannotYield("m", "api"), new ModelEvent.CannotYield("judge", "api"));
  }

  @Test
  void usesWhatThereIsWhereNothingIsToBeLeft() {
    ActorRef<LimiterActor.Command> limiter = spawn(limits(6_000));
    hears(limiter, 0.01, Optional.empty());
    limiter.tell(new LimiterActor.Heard("m", Optional.empty()));
    acquire(limiter, Priority.LANE, "a");

    permits.expectMessage("a");
    assertThat(events).isEmpty();
  }

  @Tag("slow")
  @Test
  void limitersThatShareTakeTurnsAndPermitNoMoreTogether() {
    shared = Optional.of(new LocalPermits(clock));
    List<ActorRef<LimiterActor.Command>> three = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      three.add(spawn(sharing(60)));
    }
    for (int i = 0; i < 90; i++) {
      acquire(three.get(i % 3), Priority.LANE, "lane " + i % 3);
    }
    clock.pass(Duration.ofMinutes(1), Duration.ofMillis(100));
    settle();

    long all = three.stream().mapToLong(limiter -> status(limiter).permitted()).sum();
    assertThat(all).isBetween(54L, 60L);
    assertThat(three).allSatisfy(limiter -> assertThat(status(limiter).permitted()).isPositive());
  }

  @Test
  void permitsNothingWhileNobodyCanSayWhatTheOthersTook() {
    AtomicBoolean away = new AtomicBoolean(true);
    SharedPermits memory = new LocalPermits(clock);
    shared =
        Optional.of(
            (credential, requests, tokens, largest) ->
                away.get()
                    ? CompletableFuture.failedFuture(new IllegalStateException("no server"))
                    : memory.take(credential, requests, tokens, largest));
    ActorRef<LimiterActor.Command> limiter = spawn(sharing(6_000));
    acquire(limiter, Priority.LANE, "a");
    status(limiter);
    clock.pass(Duration.ofSeconds(5));
    permits.expectNoMessage(Duration.ZERO);
    assertThat(events).containsExactly(new ModelEvent.SharedLimitAway("api", "no server"));

    away.set(false);
    // An answer may be handled a step after it came, and must not be too late by that.
    clock.pass(Duration.ofSeconds(2), Duration.ofMillis(100));

    permits.expectMessage("a");
    assertThat(events).hasSize(2).element(1).isInstanceOf(ModelEvent.SharedLimitBack.class);
  }

  @Test
  void anAnswerThatComesAfterASecondIsSpentSaidAndNotAskedForAtOnce() {
    List<SharedPermits.Take> asked = new ArrayList<>();
    List<CompletableFuture<SharedPermits.Answer>> answers = new ArrayList<>();
    shared =
        Optional.of(
            (credential, requests, tokens, largest) -> {
              asked.add(requests);
              answers.add(new CompletableFuture<>());
              return answers.get(answers.size() - 1);
            });
    ActorRef<LimiterActor.Command> limiter = spawn(sharing(6_000));
    acquire(limiter, Priority.LANE, "a");
    status(limiter);
    clock.pass(Duration.ofMillis(1_200));
    answers.get(0).complete(GRANTED);
    status(limiter);
    acquire(limiter, Priority.LANE, "b");
    status(limiter);

    permits.expectNoMessage(Duration.ZERO);
    assertThat(asked).as("not at once, whoever comes").hasSize(1);
    assertThat(events)
        .containsExactly(
            new ModelEvent.SharedLimitAway(
                "api", "the answer took 1200 ms, and what it permits holds for 1000 ms"));

    clock.pass(Duration.ofSeconds(1));
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).units()).as("a late one is spent: of one alone").isEqualTo(1);
    answers.get(1).complete(GRANTED);
    permits.expectMessage("a");
    status(limiter);
    answers.get(2).complete(GRANTED);
    permits.expectMessage("b");
    assertThat(events)
        .hasSize(2)
        .element(1)
        .isEqualTo(new ModelEvent.SharedLimitBack("api", Duration.ofSeconds(1)));
  }

  private static Limits sharing(int requests) {
    return new Limits(OptionalInt.of(requests), OptionalLong.empty(), OptionalDouble.empty(), true);
  }

  private static Limits yielding() {
    return new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.of(0.2), false);
  }

  private static void hears(
      ActorRef<LimiterActor.Command> limiter, double share, Optional<Duration> reset) {
    limiter.tell(
        new LimiterActor.Heard("m", Optional.of(new Outcome.Level("requests", share, reset))));
  }

  private ActorRef<LimiterActor.Command> spawn(Limits limits) {
    ActorRef<LimiterActor.Command> limiter =
        kit.spawn(LimiterActor.create("api", limits, clock, events::add, shared));
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
