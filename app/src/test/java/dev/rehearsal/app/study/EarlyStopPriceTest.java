package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Decision;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/**
 * What a run that stops by itself pays in calls for its decision, against a sample whose size was
 * fixed beforehand, decided by Clopper and Pearson's interval at the same level. True rates are
 * those of the recorded attacks. Prints its table, which {@code docs/forecast.md} shows.
 */
class EarlyStopPriceTest {
  private static final double TOLERANCE = 0.1;
  private static final double ALPHA = 0.05;
  private static final double POWER = 0.95;
  private static final int LOOK_EVERY = 10;
  private static final int RUNS = 1000;
  private static final int MOST = 1_000_000;
  private static final ConfidenceSequence RATE = ConfidenceSequence.of(BetaMixture.logUniform());

  @Test
  void stoppingCostsLessThanASampleThatMustSufficeWhateverTheRate() {
    StringBuilder table =
        new StringBuilder(
            "true rate | early stop: mean calls | median | 95 in 100 runs within | wrong | fixed,"
                + " the rate known beforehand | fixed, same interval | early over fixed same"
                + " interval\n");
    for (double rate : new double[] {0.013, 0.039, 0.164, 0.25, 0.344, 0.563}) {
      Early early = early(rate);
      int known = fixed(rate);
      int width = sameWidth(early.lastHits(), early.lastTrials());
      table.append(
          String.format(
              Locale.ROOT,
              "%.1f %% | %.0f | %d | %d | %d of %d | %d | %d | %.2f%n",
              100 * rate,
              early.mean(),
              early.quantile(0.5),
              early.quantile(0.95),
              early.wrong(),
              RUNS,
              known,
              width,
              (double) early.lastTrials() / width));

      assertThat(early.wrong()).as("wrong at %s", rate).isLessThan(RUNS / 20);
    }
    System.out.println(table);
    // A fixed sample has to be planned for the rate nearest to the tolerance that matters: 7.5 %.
    int planned = fixed(0.075);
    System.out.printf(
        "a sample fixed to decide at 7.5 %% too takes %d calls at every rate%n", planned);
    for (double rate : new double[] {0.013, 0.039, 0.25, 0.344, 0.563}) {
      assertThat(early(rate).mean()).as("at %s", rate).isLessThan(planned / 2.0);
    }
  }

  /** Calls of runs that stopped by themselves, sorted, and the counts of the run in the middle. */
  private record Early(List<Integer> calls, int wrong, long lastHits, long lastTrials) {
    double mean() {
      return calls.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }

    int quantile(double share) {
      return calls.get((int) (share * (calls.size() - 1)));
    }
  }

  private static Early early(double rate) {
    int[] calls = new int[RUNS];
    long[] hits = new long[RUNS];
    int wrong = 0;
    for (int run = 0; run < RUNS; run++) {
      Random random = new Random(run);
      Decision decision = Decision.UNDECIDED;
      int trials = 0;
      while (decision == Decision.UNDECIDED && trials < MOST) {
        hits[run] += random.nextDouble() < rate ? 1 : 0;
        trials++;
        if (trials % LOOK_EVERY == 0) {
          decision = RATE.against(TOLERANCE, Counts.of(hits[run], trials), ALPHA);
        }
      }
      calls[run] = trials;
      wrong += decision == (rate < TOLERANCE ? Decision.BELOW : Decision.ABOVE) ? 0 : 1;
    }
    int[] sorted = calls.clone();
    Arrays.sort(sorted);
    int middle = sorted[RUNS / 2];
    int typical = 0;
    while (calls[typical] != middle) {
      typical++;
    }
    return new Early(Arrays.stream(sorted).boxed().toList(), wrong, hits[typical], middle);
  }

  /** The smallest size at which one look decides rightly in 95 of 100 samples. */
  private static int fixed(double rate) {
    for (int trials = LOOK_EVERY; trials < MOST; trials += trials < 200 ? 1 : trials / 100) {
      BinomialDistribution hits = new BinomialDistribution(trials, rate);
      int critical = critical(trials, rate < TOLERANCE);
      double power =
          rate < TOLERANCE
              ? hits.cumulativeProbability(critical)
              : 1 - hits.cumulativeProbability(critical - 1);
      if (power >= POWER) {
        return trials;
      }
    }
    throw new AssertionError("no size suffices at " + rate);
  }

  /** The most hits that exclude the tolerance from below, or the fewest that do from above. */
  private static int critical(int trials, boolean below) {
    int low = below ? -1 : 0;
    int high = trials;
    while (low + 1 < high) {
      int middle = (low + high) / 2;
      Interval interval = FixedSampleIntervals.clopperPearson(middle, trials, ALPHA);
      if (below ? interval.high() < TOLERANCE : interval.low() <= TOLERANCE) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return below ? low : high;
  }

  /**
   * The smallest size at which one look at the same rate has an interval as narrow as the run's.
   */
  private static int sameWidth(long hits, long trials) {
    double wanted = RATE.interval(Counts.of(hits, trials), ALPHA).width();
    int size = 1;
    while (FixedSampleIntervals.clopperPearson(
                Math.round((double) hits * size / trials), size, ALPHA)
            .width()
        > wanted) {
      size++;
    }
    return size;
  }
}
