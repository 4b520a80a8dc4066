package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BetaTailTest {
  @Test
  void bothSidesMakeAWhole() {
    forAll(
        3_000,
        random -> {
          double first = shape(random);
          double second = shape(random);
          Point at = nearTheMean(first, second, random);
          double below = Math.exp(BetaTail.logBelow(at, first, second));
          double above = Math.exp(BetaTail.logAbove(at, first, second));

          assertThat(below + above).isCloseTo(1, within(1e-11));
        });
  }

  /** A recurrence (DLMF 8.17.20) ties the fraction to the integral across the change of method. */
  @Test
  void agreesWithItselfWhereTheMethodChanges() {
    forAll(
        2_000,
        random -> {
          double first = 999.5 + random.nextInt(3) * 0.5;
          double second = Math.exp(7 + 14 * random.nextDouble());
          Point at = nearTheMean(first, second, random);
          double larger = Math.exp(BetaTail.logBelow(at, first, second));
          double smaller = Math.exp(BetaTail.logBelow(at, first + 1, second));
          double between = Math.exp(BetaTail.logDensity(at, first, second)) / first;

          assertThat(larger - smaller).isCloseTo(between, within(1e-12 + 1e-9 * between));
        });
  }

  @Test
  void isTheArcSineLawForTwoHalves() {
    for (double rate : new double[] {1e-12, 1e-6, 0.01, 0.3, 0.5, 0.8, 0.999}) {
      double expected = 2 / Math.PI * Math.asin(Math.sqrt(rate));

      assertThat(Math.exp(BetaTail.logBelow(Point.of(rate), 0.5, 0.5)))
          .isCloseTo(expected, within(1e-13 * expected));
    }
  }

  @Test
  void quantilesUndoIt() {
    forAll(
        2_000,
        random -> {
          double first = shape(random);
          double second = shape(random);
          double lower = 0.5 * Math.exp(-12 * random.nextDouble());
          double quantile = BetaQuantile.of(lower, first, second);

          if (quantile < 0.5) {
            double below = BetaTail.logBelow(Point.of(quantile), first, second);
            double slope = BetaTail.logDensity(Point.of(quantile), first, second);
            // As close as the digits of the quantile itself allow.
            assertThat(Math.exp(below))
                .isCloseTo(lower, within(1e-11 * lower + 4e-15 * Math.exp(slope)));
          }
        });
  }

  private static double shape(Random random) {
    return Math.exp(22 * random.nextDouble() - 0.7);
  }

  private static Point nearTheMean(double first, double second, Random random) {
    double deviation = Math.sqrt(1 / first + 1 / second);
    return Point.ofLogOdds(Math.log(first / second) + 6 * deviation * random.nextGaussian());
  }
}
