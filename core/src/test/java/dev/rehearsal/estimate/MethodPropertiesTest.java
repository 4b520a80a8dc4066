package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for one method or between two: its evidence, its sides, the end of a finite log. */
class MethodPropertiesTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void oneSideIsTighterThanTwoAtTheSameAlpha() {
    forAll(
        1_000,
        random -> {
          SequenceCase some = SequenceCase.any(random);
          Interval both = ConfidenceSequence.of(some.prior()).interval(some.counts(), some.alpha());
          Interval above =
              OneSidedSequence.upper(some.prior()).interval(some.counts(), some.alpha());
          Interval below =
              OneSidedSequence.lower(some.prior()).interval(some.counts(), some.alpha());

          assertThat(above.high()).as(some.toString()).isLessThanOrEqualTo(both.high() + ROUNDING);
          assertThat(below.low())
              .as(some.toString())
              .isGreaterThanOrEqualTo(both.low() * (1 - ROUNDING));
          assertThat(above.low()).isZero();
          assertThat(below.high()).isEqualTo(1);
        });
  }

  /** Both have e-values that need not be convex, so this is searched for, not proved. */
  @Test
  void hybridAndOneSidedIntervalsHaveNoHoles() {
    forAll(
        400,
        random -> {
          SequenceCase some = SequenceCase.any(random);
          for (EvidenceSequence sequence :
              List.of(
                  HybridSequence.of(Math.exp(3 * random.nextDouble())),
                  OneSidedSequence.upper(some.prior()),
                  OneSidedSequence.lower(some.prior()))) {
            Interval interval = sequence.interval(some.counts(), some.alpha());
            for (int probe = 0; probe < 60; probe++) {
              double rate =
                  random.nextBoolean()
                      ? Math.exp(-30 * random.nextDouble())
                      : interval.low() + random.nextDouble() * interval.width();
              boolean onLimit =
                  Math.abs(rate - interval.low()) <= 1e-9 * rate
                      || Math.abs(rate - interval.high()) <= 1e-9 * (1 - rate);
              assertThat(
                      onLimit
                          || sequence.excludes(
                                  rate, some.counts().hits(), some.counts().trials(), some.alpha())
                              != interval.contains(rate))
                  .as("%s of %s at %s", sequence.method(), some, rate)
                  .isTrue();
            }
          }
        });
  }

  @Test
  void theHybridLiesWithinLogUniformAtHalfTheError() {
    forAll(
        1_000,
        random -> {
          SequenceCase some = SequenceCase.any(random);
          Interval hybrid = HybridSequence.create().interval(some.counts(), some.alpha());
          Interval hull =
              ConfidenceSequence.of(BetaMixture.logUniform())
                  .interval(some.counts(), some.alpha() / 2);

          assertThat(hybrid.low())
              .as(some.toString())
              .isGreaterThanOrEqualTo(hull.low() * (1 - 1e-9));
          assertThat(hybrid.high()).as(some.toString()).isLessThanOrEqualTo(hull.high() + ROUNDING);
        });
  }

  @Test
  void ratesPerExposureAreThoseOfTrialsWhereHitsAreRare() {
    forAll(
        1_000,
        random -> {
          long trials = 100_000 + random.nextInt(1_000_000);
          long hits = random.nextInt(20);
          Interval beta =
              ConfidenceSequence.of(BetaMixture.logUniform())
                  .interval(Counts.of(hits, trials), 0.05);
          Limits gamma =
              GammaPoissonSequence.create().limitsPerExposure(hits, (double) trials, 0.05);

          assertThat(gamma.low()).isCloseTo(beta.low(), withinPercentage(0.3));
          assertThat(gamma.high()).isCloseTo(beta.high(), withinPercentage(0.3));
        });
  }

  @Test
  void ratesPerExposureFallWithTheExposure() {
    forAll(
        300,
        random -> {
          double hits = Math.floor(50 * random.nextDouble());
          double exposure = Math.exp(20 * random.nextDouble());
          Limits once = GammaPoissonSequence.create().limitsPerExposure(hits, exposure, 0.05);
          Limits longer =
              GammaPoissonSequence.create().limitsPerExposure(hits, exposure * 1.01, 0.05);

          assertThat(longer.high()).isLessThan(once.high());
          assertThat(longer.low()).isLessThanOrEqualTo(once.low());
        });
  }

  @Test
  void theEvidenceIsConvexInTheRate() {
    forAll(
        1_000,
        random -> {
          SequenceCase some = SequenceCase.any(random);
          ConfidenceSequence sequence = ConfidenceSequence.of(some.prior());
          double left = Math.exp(-12 * random.nextDouble());
          double right = Math.exp(-12 * random.nextDouble());
          double hits = some.counts().hits();
          double trials = some.counts().trials();
          double chord =
              (sequence.logE(hits, trials, left) + sequence.logE(hits, trials, right)) / 2;

          assertThat(sequence.logE(hits, trials, (left + right) / 2))
              .isLessThanOrEqualTo(chord + 1e-9 * Math.abs(chord) + 1e-6);
        });
  }

  @Test
  void theEvidenceIsConvexInTheHitsOfAFiniteLog() {
    forAll(
        1_000,
        random -> {
          long population = 3 + random.nextInt(5_000);
          long trials = random.nextInt((int) population - 2);
          long hits = random.nextInt((int) trials + 1);
          long middle =
              hits + 1 + (long) (random.nextDouble() * Math.max(0, population - trials - 2));
          WithoutReplacement sequence = WithoutReplacement.of(BetaMixture.logUniform(), population);
          double sum =
              sequence.logE(hits, trials, middle - 1) + sequence.logE(hits, trials, middle + 1);

          assertThat(2 * sequence.logE(hits, trials, middle)).isLessThanOrEqualTo(sum + 1e-8);
        });
  }

  @Test
  void isExactOnceTheLogIsUsedUp() {
    forAll(
        500,
        random -> {
          long population = 1 + random.nextInt(100_000);
          long ungraded = random.nextInt((int) population);
          long trials = population - ungraded;
          long hits = (long) (random.nextDouble() * (trials + 1));
          RateSequence sequence = WithoutReplacement.of(BetaMixture.logUniform(), population);
          Interval interval = sequence.interval(new Counts(hits, trials, ungraded, 0), 0.05);
          double rate = (double) hits / trials;

          assertThat(interval.low()).isCloseTo(rate, within(1e-11));
          assertThat(interval.high()).isCloseTo(rate, within(1e-11));
        });
  }

  @Test
  void agreesWithAnExhaustiveSearchOverSmallLogs() {
    forAll(
        300,
        random -> {
          int population = 1 + random.nextInt(200);
          int trials = random.nextInt(population + 1);
          int hits = random.nextInt(trials + 1);
          double alpha = 0.001 + 0.4 * random.nextDouble();
          WithoutReplacement sequence =
              WithoutReplacement.of(BetaMixture.informed(0.1), population);
          long fewest = population;
          long most = 0;
          for (int total = 0; total <= population; total++) {
            if (sequence.logE(hits, trials, total) < -Math.log(alpha)) {
              fewest = Math.min(fewest, total);
              most = total;
            }
          }

          assertThat(sequence.interval(hits, trials, alpha))
              .isEqualTo(new Interval((double) fewest / population, (double) most / population));
        });
  }
}
