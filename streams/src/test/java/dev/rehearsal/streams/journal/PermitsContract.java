package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.actors.limiter.Pace;
import dev.rehearsal.actors.limiter.SharedPermits;
import dev.rehearsal.actors.limiter.SharedPermits.Answer;
import dev.rehearsal.actors.limiter.SharedPermits.Largest;
import dev.rehearsal.actors.limiter.SharedPermits.Take;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What permits that several limiters share must keep, wherever they are kept. */
@Timeout(60)
abstract class PermitsContract {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** A minute for each unit: whatever is taken is not due again within a test. */
  private static final Pace SLOW = new Pace(60e9, 1e9);

  private static final Largest NOT_LARGE = Largest.known(0);

  private final String credential = "api-" + NAMES.incrementAndGet();

  /** Another limiter's way to the same permits. */
  abstract SharedPermits another();

  @Test
  void givesAllOrNothingAndSaysHowLongToWait() {
    SharedPermits permits = another();

    assertThat(take(permits, 3, 0)).isEqualTo(new Answer(true, Duration.ZERO, 0));
    Answer refused = take(permits, 1, 0);

    assertThat(refused.granted()).isFalse();
    assertThat(refused.dueIn()).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(179));
  }

  @Test
  void oneTakesWhatTheOtherCannotTakeThen() {
    assertThat(take(another(), 1, 0).granted()).isTrue();

    assertThat(take(another(), 1, 0).granted()).isFalse();
  }

  @Test
  void aCredentialDoesNotConcernAnother() {
    assertThat(take(another(), 1, 0).granted()).isTrue();
    Take take = new Take(1, 0, SLOW);

    assertThat(
            join(another().take(credential + "-other", take, Take.NOTHING, Largest.NONE)).granted())
        .isTrue();
  }

  @Test
  void requestsAreNotTakenWhereTokensAreNotDue() {
    SharedPermits permits = another();
    Take one = new Take(1, 0, SLOW);
    assertThat(join(permits.take(credential, Take.NOTHING, one, NOT_LARGE)).granted()).isTrue();
    assertThat(join(permits.take(credential, one, one, NOT_LARGE)).granted()).isFalse();

    assertThat(join(permits.take(credential, one, Take.NOTHING, Largest.NONE)).granted()).isTrue();
  }

  @Test
  void whatWasTakenTooMuchIsGivenBackWithTheNextTake() {
    SharedPermits permits = another();
    join(permits.take(credential, Take.NOTHING, new Take(100, 0, SLOW), NOT_LARGE));
    Take corrected = new Take(1, -100, SLOW);

    assertThat(join(permits.take(credential, Take.NOTHING, corrected, NOT_LARGE)).granted())
        .isTrue();
    assertThat(
            join(permits.take(credential, Take.NOTHING, new Take(1, 0, SLOW), NOT_LARGE)).granted())
        .isFalse();
  }

  @Test
  void whoeverPacesByAnotherLargestTakeIsRefusedAndTold() {
    SharedPermits permits = another();
    Pace fast = new Pace(1e6, 1e9);
    Take one = new Take(1, 0, fast);
    assertThat(join(permits.take(credential, Take.NOTHING, one, NOT_LARGE)).largest()).isZero();

    Answer named = join(another().take(credential, Take.NOTHING, one, NOT_LARGE.next(40_000)));

    assertThat(named).isEqualTo(new Answer(true, Duration.ZERO, 40_000));
    assertThat(join(permits.take(credential, Take.NOTHING, one, NOT_LARGE)))
        .isEqualTo(new Answer(false, Duration.ZERO, 40_000));
    assertThat(join(permits.take(credential, Take.NOTHING, one, Largest.known(40_000))))
        .isEqualTo(new Answer(true, Duration.ZERO, 40_000));
    assertThat(join(permits.take(credential, one, Take.NOTHING, Largest.NONE)).granted())
        .as("it is no matter of requests")
        .isTrue();
  }

  @Test
  void threeThatTakeAtOncePermitNoMoreThanThePaceAndNearlyAllOfIt() {
    Pace pace = new Pace(20e6, 100e6);
    long units = 5;
    AtomicInteger granted = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    long begin = System.nanoTime();
    List<CompletableFuture<Boolean>> three =
        IntStream.range(0, 3)
            .mapToObj(i -> again(another(), new Take(units, 0, pace), granted, over))
            .toList();

    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    over.set(true);
    three.forEach(CompletableFuture::join);

    double nanos = System.nanoTime() - begin;
    double most = (nanos + pace.toleranceNanos()) / pace.nanosPerUnit() + units;
    assertThat((double) granted.get() * units).isBetween(0.8 * most, most);
  }

  private CompletableFuture<Boolean> again(
      SharedPermits permits, Take take, AtomicInteger granted, AtomicBoolean over) {
    if (over.get()) {
      return CompletableFuture.completedFuture(true);
    }
    return permits
        .take(credential, take, Take.NOTHING, Largest.NONE)
        .toCompletableFuture()
        .thenCompose(
            answer -> {
              if (answer.granted()) {
                granted.incrementAndGet();
              }
              return new CompletableFuture<Boolean>()
                  .completeOnTimeout(
                      true, Math.max(1, answer.dueIn().toMillis()), TimeUnit.MILLISECONDS)
                  .thenCompose(waited -> again(permits, take, granted, over));
            });
  }

  private Answer take(SharedPermits permits, long units, long corrected) {
    return join(
        permits.take(credential, new Take(units, corrected, SLOW), Take.NOTHING, Largest.NONE));
  }

  static Answer join(CompletionStage<Answer> answer) {
    return answer.toCompletableFuture().join();
  }
}
