package dev.rehearsal.actors.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.actors.limiter.SharedPermits.Answer;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import dev.rehearsal.config.Limits;
import dev.rehearsal.testing.ForAll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PermitLeaseTest {
  private static final Answer GRANTED = new Answer(true, Duration.ZERO, 0);

  private final List<Take> asked = new ArrayList<>();

  @Test
  void givesBackOnceWhatWasTakenTooMuchThoughAnAnswerWasLost() {
    PermitLease lease = lease(100_000);
    lease.ask(LongStream.of(4_000), 0);
    lease.answered(GRANTED, 0);
    lease.correct(4_000, 500);
    lease.ask(LongStream.of(1_000), 1);
    lease.correct(1_000, 900);

    lease.failed(new IllegalStateException("lost, though it was taken"), 2);

    lease.ask(LongStream.of(1_000), 3);
    assertThat(asked).extracting(Take::corrected).containsExactly(0L, -3_500L, -100L);
  }

  @Test
  void chargesWhatWasUsedBeyondUntilItIsSureThatItWasTaken() {
    PermitLease lease = lease(100_000);
    lease.correct(1_000, 3_000);
    lease.ask(LongStream.of(1_000), 1);
    lease.failed(new IllegalStateException("lost"), 2);
    lease.ask(LongStream.of(1_000), 3);
    lease.answered(GRANTED, 4);

    lease.ask(LongStream.of(1_000), 5);
    assertThat(asked).extracting(Take::corrected).containsExactly(2_000L, 2_000L, 0L);
  }

  @Test
  void whatALateAnswerTookIsCorrectedOnce() {
    PermitLease lease = lease(100_000);
    lease.correct(4_000, 500);
    lease.ask(LongStream.of(1_000), 0);
    lease.answered(GRANTED, Duration.ofSeconds(2).toNanos());

    assertThat(lease.permits(1_000, Duration.ofSeconds(2).toNanos())).isFalse();
    lease.ask(LongStream.of(1_000), Duration.ofSeconds(3).toNanos());
    assertThat(asked).extracting(Take::corrected).containsExactly(-3_500L, 0L);
  }

  @Test
  void noSlidingMinuteOfProcessesWithOtherCallSizesHoldsMoreTokensThanTheLimit() {
    ForAll.forAll(
        40,
        random -> {
          long limit = 20_000 + random.nextInt(200_000);
          PermitLeaseFlow flow = new PermitLeaseFlow(random);
          for (int i = 0; i < 2 + random.nextInt(3); i++) {
            long each = 1 + random.nextInt((int) limit / 20);
            flow.add(limit, now -> each);
          }
          flow.add(limit, now -> 1 + random.nextInt((int) limit / 10));
          for (int i = 0; i < 1 + random.nextInt(2); i++) {
            long each = limit / 20 + random.nextInt((int) (limit * 9 / 20));
            long every = (70 + random.nextInt(800)) * PermitLeaseFlow.SECOND;
            AtomicLong last = new AtomicLong(-random.nextInt(1_000) * PermitLeaseFlow.SECOND);
            flow.add(
                limit,
                now -> {
                  if (now - last.get() < every) {
                    return 0;
                  }
                  last.set(now);
                  return each;
                });
          }

          assertThat(PermitLeaseFlow.busiest(flow.until(25 * PermitLeaseFlow.MINUTE)))
              .isLessThanOrEqualTo(limit);
        });
  }

  @Test
  void aLargeCallAmongSmallOnesIsMadeAndSlowsTheOthersForAWhile() {
    PermitLeaseFlow flow = new PermitLeaseFlow(new Random(1));
    flow.add(100_000, now -> 1_000);
    flow.add(100_000, now -> 1_000);
    AtomicBoolean made = new AtomicBoolean();
    flow.add(
        100_000, now -> now > 5 * PermitLeaseFlow.MINUTE && !made.getAndSet(true) ? 40_000 : 0);

    List<PermitLeaseFlow.Call> calls = flow.until(25 * PermitLeaseFlow.MINUTE);

    assertThat(calls.stream().filter(call -> call.tokens() == 40_000).map(PermitLeaseFlow.Call::at))
        .singleElement()
        .satisfies(at -> assertThat(at).isLessThan(7 * PermitLeaseFlow.MINUTE));
    assertThat(perMinute(calls, 1, 5)).isBetween(88_000.0, 100_000.0);
    assertThat(perMinute(calls, 7, 15)).isBetween(50_000.0, 62_000.0);
    assertThat(perMinute(calls, 19, 25)).isBetween(88_000.0, 100_000.0);
  }

  @Test
  void processesWithCallsOfAFifthOfTheLimitUseMostOfIt() {
    PermitLeaseFlow flow = new PermitLeaseFlow(new Random(1));
    for (int i = 0; i < 8; i++) {
      flow.add(100_000, now -> 20_000);
    }

    List<PermitLeaseFlow.Call> calls = flow.until(21 * PermitLeaseFlow.MINUTE);

    assertThat(PermitLeaseFlow.busiest(calls)).isLessThanOrEqualTo(100_000);
    assertThat(perMinute(calls, 1, 21)).isBetween(70_000.0, 80_000.0);
  }

  private static double perMinute(List<PermitLeaseFlow.Call> calls, int from, int till) {
    return calls.stream()
            .filter(
                call ->
                    call.at() >= from * PermitLeaseFlow.MINUTE
                        && call.at() < till * PermitLeaseFlow.MINUTE)
            .mapToLong(PermitLeaseFlow.Call::tokens)
            .sum()
        / (double) (till - from);
  }

  private PermitLease lease(long tokens) {
    return new PermitLease(
        "api",
        new Limits(OptionalInt.empty(), OptionalLong.of(tokens), OptionalDouble.empty(), true),
        (credential, requests, tokensTaken, largest) -> {
          asked.add(tokensTaken);
          return new CompletableFuture<>();
        },
        event -> {});
  }
}
