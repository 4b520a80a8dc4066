package dev.rehearsal.actors.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PacerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long MOST_TIMER_LATENESS = 15_000_000L;

  @Test
  void noSlidingMinuteExceedsTheLimitAsTheServerSeesIt() {
    ForAll.forAll(
        150,
        random -> {
          long limit = 1 + (long) Math.exp(random.nextDouble() * 7);
          assertThat(busiest(arrivals(limit, random, random.nextDouble())))
              .describedAs("limit %d", limit)
              .isLessThanOrEqualTo((int) limit);
        });
  }

  @Test
  void almostAllOfTheLimitIsUsedUnderLoad() {
    for (long limit : new long[] {20, 60, 100, 300, 600, 3_000, 30_000}) {
      long used = arrivals(limit, new Random(limit), 0).stream().filter(t -> t > MINUTE).count();
      double minutes = 3;
      assertThat(used / minutes / limit)
          .describedAs("share of %d a minute", limit)
          .isBetween(0.95, 1.0);
    }
  }

  @Test
  void tokensOfNoSlidingMinuteExceedTheLimit() {
    ForAll.forAll(
        50,
        random -> {
          long limit = 1_000 + random.nextInt(100_000);
          Pacer pacer = new Pacer(limit, limit / 20);
          Deque<long[]> window = new ArrayDeque<>();
          long sum = 0;
          for (long now = 0; now < 3 * MINUTE; ) {
            long tokens = 1 + random.nextInt((int) (limit / 20));
            now += pacer.waitNanos(tokens, now);
            pacer.take(tokens, now);
            window.add(new long[] {now, tokens});
            sum += tokens;
            while (now - window.element()[0] > MINUTE) {
              sum -= window.remove()[1];
            }
            assertThat(sum).isLessThanOrEqualTo(limit);
          }
        });
  }

  @Test
  void whatWasReservedTooMuchMayBeUsed() {
    Pacer pacer = new Pacer(6_000, 300);
    pacer.take(6_000, 0);
    long before = pacer.waitNanos(1, 0);
    pacer.correct(6_000, 60);
    assertThat(pacer.waitNanos(1, 0)).isLessThan(before / 10);
  }

  /** Grants under constant or random demand, each arriving with a delay of its own. */
  private static List<Long> arrivals(long limit, Random random, double idle) {
    Pacer pacer = new Pacer(limit, 1);
    List<Long> arrivals = new ArrayList<>();
    long now = 0;
    while (now < 4 * MINUTE) {
      if (random.nextDouble() < idle / 20) {
        now += (long) (random.nextDouble() * 20 * SECOND);
      }
      long wait = pacer.waitNanos(1, now);
      now += wait == 0 ? 0 : wait + (long) (random.nextDouble() * MOST_TIMER_LATENESS);
      pacer.take(1, now);
      long delay = arrivals.isEmpty() ? SECOND : (long) (random.nextDouble() * SECOND / 5);
      arrivals.add(now + delay);
    }
    Collections.sort(arrivals);
    return arrivals;
  }

  private static int busiest(List<Long> arrivals) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < arrivals.size(); to++) {
      while (arrivals.get(to) - arrivals.get(from) > MINUTE) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
