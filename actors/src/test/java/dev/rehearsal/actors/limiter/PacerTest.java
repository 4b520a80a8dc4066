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
  void aCallThatIsLargerThanExpectedWaitsForTheMinuteThatEndsWithIt() {
    ForAll.forAll(
        50,
        random -> {
          long limit = 1_000 + random.nextInt(100_000);
          Pacer pacer = new Pacer(limit, limit / 20);
          Deque<long[]> window = new ArrayDeque<>();
          long sum = 0;
          for (long now = 0; now < 6 * MINUTE; ) {
            boolean large = now > MINUTE && random.nextInt(200) == 0;
            long tokens = 1 + random.nextInt((int) (large ? limit / 2 : limit / 100));
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

  @Test
  void noSlidingMinuteExceedsTheLargestLimitThatHeldWithinItWhateverChanges() {
    ForAll.forAll(
        200,
        random -> {
          long limit = 1 + (long) Math.exp(random.nextDouble() * 6);
          Pacer pacer = new Pacer(limit, 1);
          List<Long> taken = new ArrayList<>();
          // When a limit began to hold, and the limit.
          List<long[]> limits = new ArrayList<>(List.of(new long[] {Long.MIN_VALUE, limit}));
          long now = 0;
          while (now < 5 * MINUTE) {
            if (random.nextInt(50) == 0 || taken.size() % 200 == 199) {
              limit = 1 + (long) Math.exp(random.nextDouble() * 6);
              pacer.retune(limit, 1, now);
              limits.add(new long[] {now, limit});
            }
            long wait = pacer.waitNanos(1, now);
            if (wait > 0) {
              now += Math.min(wait + random.nextInt((int) MOST_TIMER_LATENESS), 5 * SECOND);
              continue;
            }
            pacer.take(1, now);
            taken.add(now);
            now += random.nextDouble() < 0.05 ? (long) (random.nextDouble() * 20 * SECOND) : 1;
          }
          for (int last = 0, first = 0; last < taken.size(); last++) {
            while (taken.get(last) - taken.get(first) > MINUTE) {
              first++;
            }
            assertThat((long) last - first + 1)
                .describedAs("requests in the minute till %d ns", taken.get(last))
                .isLessThanOrEqualTo(largest(limits, taken.get(first), taken.get(last)));
          }
        });
  }

  /** The largest limit that held at any moment of a window. */
  private static long largest(List<long[]> limits, long from, long till) {
    long largest = 0;
    for (int i = 0; i < limits.size(); i++) {
      long ends = i + 1 < limits.size() ? limits.get(i + 1)[0] : Long.MAX_VALUE;
      if (limits.get(i)[0] <= till && ends >= from) {
        largest = Math.max(largest, limits.get(i)[1]);
      }
    }
    return largest;
  }

  @Test
  void almostAllOfANewLimitIsUsedUnderLoad() {
    Pacer pacer = new Pacer(600, 1);
    long now = 0;
    for (int i = 0; i < 300; i++) {
      now += pacer.waitNanos(1, now);
      pacer.take(1, now);
    }
    pacer.retune(60, 1, now);
    long begun = now;
    int taken = 0;
    while (now - begun < 3 * MINUTE) {
      now += pacer.waitNanos(1, now);
      pacer.take(1, now);
      taken++;
    }
    assertThat(taken / 3.0 / 60).isBetween(0.95, 1.0);
  }

  @Test
  void tokensOfNoSlidingMinuteExceedTheLargestLimitThatHeldWithinIt() {
    ForAll.forAll(
        100,
        random -> {
          long limit = 2_000 + random.nextInt(50_000);
          Pacer pacer = new Pacer(limit, limit / 20);
          List<long[]> limits = new ArrayList<>(List.of(new long[] {Long.MIN_VALUE, limit}));
          Deque<long[]> window = new ArrayDeque<>();
          long sum = 0;
          for (long now = 0; now < 4 * MINUTE; ) {
            if (random.nextInt(100) == 0) {
              limit = 2_000 + random.nextInt(50_000);
              pacer.retune(limit, limit / 20, now);
              limits.add(new long[] {now, limit});
            }
            long tokens = 1 + random.nextInt(100);
            long wait = pacer.waitNanos(tokens, now);
            if (wait > 0) {
              now += Math.min(wait, SECOND);
              continue;
            }
            pacer.take(tokens, now);
            window.add(new long[] {now, tokens});
            sum += tokens;
            while (now - window.element()[0] > MINUTE) {
              sum -= window.remove()[1];
            }
            assertThat(sum).isLessThanOrEqualTo(largest(limits, window.element()[0], now));
          }
        });
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
