package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MissingVerdictsTest {
  private static final double ALPHA = 0.05;

  @Test
  void decidesWhereTheIntervalDecides() {
    forAll(
        1_000,
        random -> {
          Counts counts = some(random);
          RateSequence sequence = sequence(random, counts);
          double times = 1 + 20 * random.nextDouble();
          Interval interval = MissingVerdicts.interval(sequence, counts, ALPHA, times);
          double threshold = Math.min(1, interval.high() * (0.3 + random.nextDouble()));
          Decision expected =
              interval.high() < threshold
                  ? Decision.BELOW
                  : interval.low() > threshold ? Decision.ABOVE : Decision.UNDECIDED;

          assertThat(MissingVerdicts.against(sequence, counts, ALPHA, times, threshold))
              .as("%s, %s times, %s against %s", counts, times, interval, threshold)
              .isEqualTo(expected);
        });
  }

  @Test
  void reachesTheThresholdAtTheTippingPoint() {
    forAll(
        1_000,
        random -> {
          Counts counts = some(random);
          RateSequence sequence = sequence(random, counts);
          double threshold = random.nextDouble();
          double tipping = MissingVerdicts.tippingPoint(sequence, counts, ALPHA, threshold);
          if (tipping >= 1 && tipping < Double.POSITIVE_INFINITY) {
            assertThat(MissingVerdicts.interval(sequence, counts, ALPHA, tipping).high())
                .isCloseTo(threshold, within(1e-9));
          }
        });
  }

  @Test
  void isExactOnceALogIsUsedUp() {
    RateSequence log = WithoutReplacement.of(BetaMixture.logUniform(), 1_000);

    Interval all = MissingVerdicts.interval(log, new Counts(9, 900, 100, 0), ALPHA, 10);

    assertThat(all.low()).isCloseTo(0.01 * 0.9, within(1e-11));
    assertThat(all.high()).isCloseTo(0.01 * 1.9, within(1e-11));
  }

  @Test
  void isAboutTheGradedWhileNothingIsMissing() {
    RateSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());
    RateEvidence rate = new CountedRate(sequence, Counts.of(0, 400), OptionalDouble.of(10));

    assertThat(rate.against(0.01, ALPHA)).isEqualTo(Decision.BELOW);
    assertThat(rate.missing(ALPHA, OptionalDouble.of(0.01))).isEmpty();
  }

  @Test
  void aFewMissingVerdictsHoldADecisionBack() {
    RateSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());
    Counts counts = new Counts(0, 400, 4, 0);
    RateEvidence rate = new CountedRate(sequence, counts, OptionalDouble.of(10));

    assertThat(rate.against(0.01, ALPHA)).isEqualTo(Decision.UNDECIDED);
    assertThat(CountedRate.amongGraded(sequence, counts).against(0.01, ALPHA))
        .isEqualTo(Decision.BELOW);
    assertThat(rate.missing(ALPHA, OptionalDouble.empty()).orElseThrow().tippingPoint()).isEmpty();
    Counts more = new Counts(0, 3_480, 40, 0);
    assertThat(
            new CountedRate(sequence, more, OptionalDouble.of(10))
                .missing(ALPHA, OptionalDouble.of(0.01))
                .orElseThrow()
                .tippingPoint()
                .orElseThrow())
        .isGreaterThan(10);
  }

  @Test
  void refusesMissingVerdictsThatAreBetter() {
    RateSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());

    assertThatThrownBy(() -> MissingVerdicts.interval(sequence, new Counts(1, 2, 3, 0), ALPHA, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 time as bad, was 0.5");
  }

  private static Counts some(Random random) {
    long trials = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e6));
    long hits = (long) (trials * Math.exp(-9 * random.nextDouble()));
    long ungraded = 1 + (long) (trials * random.nextDouble() * random.nextDouble());
    return new Counts(hits, trials, ungraded, 0);
  }

  private static RateSequence sequence(Random random, Counts counts) {
    long more = (long) (counts.trials() * random.nextDouble());
    return random.nextBoolean()
        ? ConfidenceSequence.of(BetaMixture.informed(0.01))
        : WithoutReplacement.of(
            BetaMixture.logUniform(), counts.trials() + counts.ungraded() + more);
  }
}
