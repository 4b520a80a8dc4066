package dev.rehearsal.forecast;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.rehearsal.estimate.Counts;
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
    long trials = 1 + (long) Math.exp(random.nextDouble() * Math.log((double) most));
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

  private static double unnoticed(int trials, double rate, NewTypes types) {
    return new BinomialDistribution(trials, rate).cumulativeProbability(types.occurrences() - 1);
  }
}
