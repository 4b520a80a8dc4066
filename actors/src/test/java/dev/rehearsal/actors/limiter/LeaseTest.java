package dev.rehearsal.actors.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.actors.limiter.SharedPermits.Answer;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import dev.rehearsal.config.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LeaseTest {
  private static final Answer GRANTED = new Answer(true, Duration.ZERO);

  private final List<Take> asked = new ArrayList<>();

  @Test
  void givesBackOnceWhatWasTakenTooMuchThoughAnAnswerWasLost() {
    Lease lease = lease(100_000);
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
    Lease lease = lease(100_000);
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
    Lease lease = lease(100_000);
    lease.correct(4_000, 500);
    lease.ask(LongStream.of(1_000), 0);
    lease.answered(GRANTED, Duration.ofSeconds(2).toNanos());

    assertThat(lease.permits(1_000, Duration.ofSeconds(2).toNanos())).isFalse();
    lease.ask(LongStream.of(1_000), Duration.ofSeconds(3).toNanos());
    assertThat(asked).extracting(Take::corrected).containsExactly(-3_500L, 0L);
  }

  private Lease lease(long tokens) {
    return new Lease(
        "api",
        new Limits(OptionalInt.empty(), OptionalLong.of(tokens), OptionalDouble.empty(), true),
        (credential, requests, tokensTaken) -> {
          asked.add(tokensTaken);
          return new CompletableFuture<>();
        },
        event -> {});
  }
}
