package dev.rehearsal.forecast;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateForecastTest {
  @Test
  void aForecastFromCountsHasTheIntervalOfJeffreysPrior() {
    forAll(
        200,
        random -> {
          long trials = 10 + (long) Math.exp(Math.log(1e9) * random.nextDouble());
          long hits = 1 + (long) ((trials - 2) * Math.exp(-20 * random.nextDouble()));
          Interval expected = FixedSampleIntervals.jeffreys(hits, trials, 0.05);
          Interval actual = RateForecast.of(Counts.of(hits, trials)).interval(0.05);

          assertThat(actual.low()).isCloseTo(expected.low(), withinPercentage(1e-7));
          assertThat(actual.high()).isCloseTo(expected.high(), withinPercentage(1e-7));
        });
  }

  @Test
  void lessTrustMakesForecastsWider() {
    forAll(
        30,
        random -> {
          Counts counts = Counts.of(random.nextInt(30), 200 + random.nextInt(100_000));
          double variance = 0.01 + random.nextDouble();
          RateForecast sure = RateForecast.scaled(counts, 1, variance);
          RateForecast unsure = RateForecast.scaled(counts, 1, 1.5 * variance);
          long trials = 1L + random.nextInt(10_000);

          assertThat(unsure.interval(0.1).contains(sure.interval(0.1))).isTrue();
          assertThat(sure.interval(0.05).contains(sure.interval(0.1))).isTrue();
          assertThat(sure.interval(0.1).contains(RateForecast.of(counts).interval(0.1))).isTrue();
          assertThat(unsure.hits(trials, 0.1).high())
              .isGreaterThanOrEqualTo(sure.hits(trials, 0.1).high());
        });
  }

  /**
   * With one look at a size that was fixed, 5 % may be missed; a stop at a threshold misses more.
   */
  @Test
  void aPromiseHoldsThoughTheRunChoseItsOwnEnd() {
    double truth = 0.08;
    int missed = 0;
    int missedByOneLook = 0;
    for (int run = 0; run < 500; run++) {
      Random random = new Random(run);
      long hits = 0;
      long trials = 0;
      boolean settled = false;
      while (!settled && trials < 1000) {
        hits += random.nextDouble() < truth ? 1 : 0;
        trials++;
        settled =
            trials % 10 == 0 && FixedSampleIntervals.jeffreys(hits, trials, 0.05).low() > truth;
      }
      Counts counts = Counts.of(hits, trials);
      RateForecast forecast = RateForecast.of(counts);
      missed += forecast.intervalAtAnyEnd(counts, 0.05).contains(truth) ? 0 : 1;
      missedByOneLook += forecast.interval(0.05).contains(truth) ? 0 : 1;
    }
    // 41 is the 99.9 % quantile of 500 runs that each miss with a chance of 5 %.
    assertThat(missedByOneLook).isGreaterThan(41);
    assertThat(missed).isLessThanOrEqualTo(41);
  }

  @Test
  void aPromiseFromAChosenEndIsTheWiderOne() {
    forAll(
        50,
        random -> {
          Counts counts = Counts.of(random.nextInt(30), 200 + random.nextInt(100_000));
          RateForecast forecast =
              RateForecast.scaled(counts, Math.exp(random.nextGaussian()), random.nextDouble());

          assertThat(forecast.intervalAtAnyEnd(counts, 0.1).contains(forecast.interval(0.1)))
              .isTrue();
        });
  }

  @Test
  void futureCountsLieInTheRangeAsOftenAsItSays() {
    forAll(
        10,
        random -> {
          Counts counts = Counts.of(random.nextInt(20), 500 + random.nextInt(5000));
          double spread = random.nextBoolean() ? 0 : 0.8 * random.nextDouble();
          int trials = 100 + random.nextInt(3000);
          RateForecast forecast = RateForecast.scaled(counts, 1, spread * spread);
          RateForecast.Range range = forecast.hits(trials, 0.2);
          int draws = 2000;
          int below = 0;
          int above = 0;
          for (int draw = 0; draw < draws; draw++) {
            long hits = draw(forecast, trials, random);
            below += hits < range.low() ? 1 : 0;
            above += hits > range.high() ? 1 : 0;
          }
          // 0.1 either side; the bound is five standard errors away.
          assertThat(below / (double) draws).isLessThan(0.135);
          assertThat(above / (double) draws).isLessThan(0.135);
        });
  }

  @Test
  void countsWalkedOneByOneAndCountsOfManyAgree() {
    for (double spread : new double[] {0, 0.4}) {
      RateForecast forecast = RateForecast.scaled(Counts.of(30, 1000), 1, spread * spread);
      // Where RateForecast passes from adding up counts to taking a rate's quantile.
      double terms = spread == 0 ? 2e6 : 2e4;
      long few = (long) (0.99 * terms / forecast.rate());
      long many = (long) (1.01 * terms / forecast.rate());
      RateForecast.Range walked = forecast.hits(few, 0.1);
      RateForecast.Range taken = forecast.hits(many, 0.1);

      assertThat((double) walked.low() / few)
          .isCloseTo((double) taken.low() / many, withinPercentage(0.5));
      assertThat((double) walked.high() / few)
          .isCloseTo((double) taken.high() / many, withinPercentage(0.5));
    }
  }

  /** Gamma variables make a beta variable; a normal one moves its mean. */
  private static long draw(RateForecast forecast, int trials, Random random) {
    double odds = forecast.rate() / (1 - forecast.rate());
    double moved =
        odds * Math.exp(forecast.spread() / (1 - forecast.rate()) * random.nextGaussian());
    double hits = gamma(forecast.shape(), random);
    double misses = gamma(forecast.shape() / moved, random);
    double rate = hits / (hits + misses);
    long count = 0;
    for (int i = 0; i < trials; i++) {
      count += random.nextDouble() < rate ? 1 : 0;
    }
    return count;
  }

  /** Marsaglia and Tsang (2000), with the boost for shapes below 1. */
  private static double gamma(double shape, Random random) {
    if (shape < 1) {
      return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
