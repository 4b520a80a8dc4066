package dev.rehearsal.forecast;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class ForecastPropertiesTest {

  @Test
  void smoothedRatesAreRatesAndRiseWithHits() {
    forAll(
        1000,
        random -> {
          Counts counts = counts(random, 1_000_000_000L);
          double rate = Smoothed.rate(counts);

          assertThat(rate).isStrictlyBetween(0.0, 1.0);
          assertThat(Smoothed.logVariance(counts))
              .isPositive()
              .isCloseTo(1 / (counts.hits() + 0.5) - 1 / (counts.trials() + 1.0), within(1e-12));
          if (counts.hits() < counts.trials()) {
            assertThat(Smoothed.rate(Counts.of(counts.hits() + 1, counts.trials())))
                .isGreaterThan(rate);
          }
        });
  }

  @Test
  void theErrorIsTheSameFromBothSidesAndInAnyUnit() {
    forAll(
        1000,
        random -> {
          double a = Math.exp(-20 * random.nextDouble());
          double b = Math.exp(-20 * random.nextDouble());
          double scale = Math.exp(5 * random.nextGaussian());

          assertThat(SymmetricError.of(a, b)).isGreaterThanOrEqualTo(1);
          assertThat(SymmetricError.of(b, a)).isEqualTo(SymmetricError.of(a, b));
          assertThat(SymmetricError.of(a * scale, b * scale))
              .isCloseTo(SymmetricError.of(a, b), withinPercentage(1e-9));
        });
  }

  @Test
  void chanceStaysWithinTheExactNoiseAsOftenAsItSays() {
    forAll(
        300,
        random -> {
          Counts first = Counts.of(random.nextInt(40), 1000 + random.nextInt(5000));
          Counts second = Counts.of(random.nextInt(40), 1000 + random.nextInt(5000));
          double level = 0.3 + 0.65 * random.nextDouble();
          double allowed = new EqualRates(first, second).errorWithin(level);

          assertThat(chanceOfErrorUpTo(allowed * (1 + 1e-12), first, second))
              .isGreaterThanOrEqualTo(level - 1e-9);
          assertThat(chanceOfErrorUpTo(allowed * (1 - 1e-12), first, second)).isLessThan(level);
        });
  }

  @Test
  void theTestOfEqualRatesDoesNotMindTheOrderOfSamples() {
    forAll(
        1000,
        random -> {
          Counts first = counts(random, 1_000_000);
          Counts second = counts(random, 1_000_000);
          double p = new EqualRates(first, second).pValue();

          assertThat(p).isBetween(0.0, 1.0);
          assertThat(new EqualRates(second, first).pValue()).isCloseTo(p, within(1e-9));
        });
  }

  @Test
  void regretIsTheLossBeyondTheBestPossible() {
    forAll(
        1000,
        random -> {
          Counts observed = Counts.of(1 + random.nextInt(50), 100 + random.nextInt(100_000));
          double rate = Math.exp(-15 * random.nextDouble() - 1e-6);
          double best = observed.rate().orElseThrow();

          assertThat(BinomialLoss.regret(rate, observed))
              .isNotNegative()
              .isCloseTo(
                  BinomialLoss.of(rate, observed) - BinomialLoss.of(best, observed), within(1e-6));
          assertThat(BinomialLoss.regret(best, observed)).isCloseTo(0, within(1e-9));
        });
  }

  @Test
  void signsAreCountedOneByOne() {
    forAll(
        200,
        random -> {
          double[] differences = new double[1 + random.nextInt(11)];
          for (int i = 0; i < differences.length; i++) {
            differences[i] = random.nextInt(4) == 0 ? 0.5 : random.nextGaussian() + 0.3;
          }
          assertThat(SignFlip.pValue(differences)).hasValue(shareOfSignsAsLarge(differences));
        });
    assertThat(SignFlip.pValue(new double[0])).isEmpty();
    assertThat(SignFlip.pValue(new double[SignFlip.MOST + 1])).isEmpty();
  }

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
          long trials = 1 + random.nextInt(10_000);

          assertThat(unsure.interval(0.1).contains(sure.interval(0.1))).isTrue();
          assertThat(sure.interval(0.05).contains(sure.interval(0.1))).isTrue();
          assertThat(sure.interval(0.1).contains(RateForecast.of(counts).interval(0.1))).isTrue();
          assertThat(unsure.hits(trials, 0.1).high())
              .isGreaterThanOrEqualTo(sure.hits(trials, 0.1).high());
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

  @Test
  void aTypeJustAsCommonWouldHaveBeenNoticed() {
    forAll(
        200,
        random -> {
          int trials = 100 + random.nextInt(1_000_000);
          NewTypes types = new NewTypes(1 + random.nextInt(20), 1 + random.nextInt(20), 0.05);
          double rate = types.detectable(trials);

          assertThat(unnoticed(trials, rate * (1 + 1e-6), types)).isLessThan(0.05 / types.types());
          assertThat(unnoticed(trials, rate * (1 - 1e-6), types))
              .isGreaterThan(0.05 / types.types());
        });
    assertThat(NewTypes.USUAL.detectable(9)).isEqualTo(1);
  }

  @Test
  void spreadDoesNotMindACommonEffect() {
    forAll(
        300,
        random -> {
          List<LogRatio> effects = new ArrayList<>();
          List<LogRatio> shifted = new ArrayList<>();
          for (int i = 0; i <= random.nextInt(8); i++) {
            LogRatio effect = new LogRatio(random.nextGaussian(), 0.05 + random.nextDouble());
            effects.add(effect);
            shifted.add(new LogRatio(effect.value() + 3, effect.variance()));
          }
          assertThat(Spread.of(shifted).variance())
              .isCloseTo(Spread.of(effects).variance(), within(1e-9));
          assertThat(Spread.of(shifted).mean())
              .isCloseTo(Spread.of(effects).mean() + 3, within(1e-9));
          assertThat(
                  Spread.aboutZero(
                      effects.stream()
                          .map(e -> new LogRatio(2 * e.value(), e.variance()))
                          .toList()))
              .isGreaterThanOrEqualTo(Spread.aboutZero(effects));
        });
    assertThat(Spread.of(List.of(new LogRatio(2, 0.1))).variance()).isZero();
  }

  @Test
  void prefixAndEnvironmentMakeUpTheWholeError() {
    forAll(
        300,
        random -> {
          Decomposition split =
              Decomposition.of(
                  counts(random, 10_000), counts(random, 10_000), counts(random, 10_000));

          assertThat(split.prefix().value() + split.environment().value())
              .isCloseTo(split.full().value(), within(1e-9));
        });
  }

  @Test
  void theShrunkenForecastLiesBetweenNoChangeAndTheRatio() {
    forAll(
        200,
        random -> {
          List<LaneCounts> lanes = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            lanes.add(
                new LaneCounts(
                    counts(random, 10_000),
                    Optional.of(counts(random, 10_000)),
                    counts(random, 10_000)));
          }
          Forecasts forecasts = Forecasts.of(lanes);
          for (int i = 0; i < lanes.size(); i++) {
            double none = Smoothed.rate(lanes.get(i).production());
            CategoryForecast forecast = forecasts.categories().get(i);
            double ratio = forecast.ratio().orElseThrow().rate();

            assertThat(forecast.recommended().rate())
                .isBetween(
                    Math.min(none, ratio) * (1 - 1e-12), Math.max(none, ratio) * (1 + 1e-12));
          }
        });
  }

  @Test
  void modelsThatDoNotDifferAreForecastNotToChange() {
    Counts same = Counts.of(40, 1000);
    Forecasts forecasts =
        Forecasts.of(List.of(new LaneCounts(Counts.of(60, 1000), Optional.of(same), same)));

    assertThat(forecasts.categories().get(0).recommended())
        .isEqualTo(RateForecast.of(Counts.of(60, 1000)));
  }

  @Test
  void withoutABaselineLaneThereIsTheRawForecastOnly() {
    CategoryForecast forecast =
        Forecasts.of(
                List.of(new LaneCounts(Counts.of(60, 1000), Optional.empty(), Counts.of(3, 1000))))
            .categories()
            .get(0);

    assertThat(forecast.ratio()).isEmpty();
    assertThat(forecast.shrunken()).isEmpty();
    assertThat(forecast.recommended()).isEqualTo(RateForecast.of(Counts.of(3, 1000)));
  }

  private static Counts counts(Random random, long most) {
    long trials = 1 + (long) Math.exp(random.nextDouble() * Math.log(most));
    return Counts.of((long) (trials * Math.exp(-12 * random.nextDouble())), trials);
  }

  private static double chanceOfErrorUpTo(double error, Counts first, Counts second) {
    int all = (int) (first.hits() + second.hits());
    double share = (double) second.trials() / (first.trials() + second.trials());
    BinomialDistribution split = new BinomialDistribution(all, share);
    double chance = 0;
    for (int hits = 0; hits <= all; hits++) {
      double here =
          SymmetricError.of(
              Smoothed.rate(Counts.of(all - hits, first.trials())),
              Smoothed.rate(Counts.of(hits, second.trials())));
      chance += here <= error ? split.probability(hits) : 0;
    }
    return chance;
  }

  private static double shareOfSignsAsLarge(double[] differences) {
    double seen = 0;
    for (double difference : differences) {
      seen += difference;
    }
    int asLarge = 0;
    for (int signs = 0; signs < 1 << differences.length; signs++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += (signs >> i & 1) == 1 ? -differences[i] : differences[i];
      }
      asLarge += sum >= seen - 1e-12 * differences.length ? 1 : 0;
    }
    return asLarge / Math.scalb(1.0, differences.length);
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

  private static double unnoticed(int trials, double rate, NewTypes types) {
    return new BinomialDistribution(trials, rate).cumulativeProbability(types.occurrences() - 1);
  }
}
