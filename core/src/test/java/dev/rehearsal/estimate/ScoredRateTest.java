package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoredRateTest {
  private static final double ALPHA = 0.05;

  @Test
  void isTheLinearBetWhileNothingIsMissing() {
    forAll(
        100,
        random -> {
          ScoredRate rate = some(random, 0);
          Interval interval = new LinearBet().interval(rate.graded(), ALPHA);

          assertThat(rate.interval(ALPHA)).isEqualTo(interval);
          assertThat(rate.worstCase(ALPHA)).isEqualTo(interval);
          assertThat(rate.missing(ALPHA, OptionalDouble.of(0.1))).isEmpty();
          assertThat(rate.against(interval.high() * 1.001, ALPHA)).isEqualTo(Decision.BELOW);
        });
  }

  @Test
  void decidesWhereTheIntervalThatAllowsForMissingVerdictsDecides() {
    forAll(
        200,
        random -> {
          ScoredRate rate = some(random, 0.05);
          Missing missing = rate.missing(ALPHA, OptionalDouble.empty()).orElseThrow();
          double threshold =
              Math.min(0.999, missing.interval().high() * (0.3 + random.nextDouble()));
          Decision expected =
              missing.interval().high() < threshold
                  ? Decision.BELOW
                  : missing.interval().low() > threshold ? Decision.ABOVE : Decision.UNDECIDED;

          assertThat(rate.against(threshold, ALPHA)).isEqualTo(expected);
          assertThat(rate.worstCase(ALPHA).contains(rate.interval(ALPHA))).isTrue();
        });
  }

  @Test
  void reachesTheThresholdAtTheTippingPoint() {
    forAll(
        200,
        random -> {
          ScoredRate rate = some(random, 0.05);
          double threshold = random.nextDouble();
          OptionalDouble tipping =
              rate.missing(ALPHA, OptionalDouble.of(threshold)).orElseThrow().tippingPoint();
          if (tipping.isPresent()) {
            ScoredRate tipped =
                new ScoredRate(
                    rate.graded(),
                    rate.clean(),
                    rate.hits(),
                    rate.ungraded(),
                    true,
                    tipping.getAsDouble());

            assertThat(
                    tipped.missing(ALPHA, OptionalDouble.empty()).orElseThrow().interval().high())
                .isCloseTo(threshold, within(1e-9));
          }
        });
  }

  private static ScoredRate some(Random random, double ungraded) {
    ScoreTally graded = new ScoreTally();
    ScoreTally clean = new ScoreTally();
    ScoreTally hits = new ScoreTally();
    ScoreTally missing = new ScoreTally();
    int units = 30 + random.nextInt(500);
    double rate = 0.3 * random.nextDouble();
    for (int unit = 0; unit < units; unit++) {
      int members = 1 + random.nextInt(6);
      int hit = 0;
      int lost = unit == 0 && ungraded > 0 ? 1 : 0;
      for (int member = lost; member < members; member++) {
        boolean none = random.nextDouble() < ungraded;
        lost += none ? 1 : 0;
        hit += !none && random.nextDouble() < rate ? 1 : 0;
      }
      if (members > lost) {
        graded.add((double) hit / (members - lost));
      }
      clean.add((double) hit / members);
      hits.add((double) (hit + lost) / members);
      missing.add((double) lost / members);
    }
    return new ScoredRate(
        graded.scores(), clean.scores(), hits.scores(), missing.scores(), ungraded > 0, 10);
  }
}
