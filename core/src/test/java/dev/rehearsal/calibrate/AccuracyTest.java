package dev.rehearsal.calibrate;

import static dev.rehearsal.estimate.FixedSampleMethod.CLOPPER_PEARSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.standing.GraderStatus;
import dev.rehearsal.testing.ForAll;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyTest {
  private static final Offset<Double> CLOSE = within(1e-9);
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  @Test
  void givesPlainSharesWhereLabelsWereDrawnAlike() {
    Accuracy accuracy =
        Accuracy.of(
            new Stratum(50, 50, 45), List.of(new Stratum(45, 45, 20)), true, CLOPPER_PEARSON, 0.05);

    assertThat(accuracy.method()).isEqualTo("clopper-pearson");
    // scipy 1.17.1: beta.ppf limits for 45 of 65, 25 of 30, 45 of 50 and 25 of 45.
    assertThat(accuracy.sensitivity().value()).hasValue(45.0 / 65);
    assertThat(accuracy.specificity().value()).hasValue(25.0 / 30);
    assertThat(accuracy.positivePredictive().low()).isCloseTo(0.7818646335657977, CLOSE);
    assertThat(accuracy.positivePredictive().high()).isCloseTo(0.9667249064109775, CLOSE);
    assertThat(accuracy.negativePredictive().low()).isCloseTo(1 - 0.6000265035963213, CLOSE);
    assertThat(accuracy.negativePredictive().high()).isCloseTo(1 - 0.29644392386585827, CLOSE);
    assertThat(accuracy.negativePredictive().labels()).isEqualTo(45);
  }

  @Test
  void weighsFlagsAndOthersByHowManyThereAre() {
    Accuracy accuracy =
        Accuracy.of(
            new Stratum(90, 60, 57),
            List.of(new Stratum(117, 40, 8)),
            false,
            CLOPPER_PEARSON,
            0.05);

    assertThat(accuracy.method()).isEqualTo("clopper-pearson by stratum");
    // numpy and scipy 1.17.1, from the definition.
    assertThat(accuracy.sensitivity().value().orElseThrow()).isCloseTo(0.7851239669421487, CLOSE);
    assertThat(accuracy.sensitivity().low()).isCloseTo(0.5381444676148852, CLOSE);
    assertThat(accuracy.sensitivity().high()).isCloseTo(0.9354450953769695, CLOSE);
    assertThat(accuracy.specificity().value().orElseThrow()).isCloseTo(0.9541284403669724, CLOSE);
    assertThat(accuracy.specificity().low()).isCloseTo(0.776735220788525, CLOSE);
    assertThat(accuracy.specificity().high()).isCloseTo(0.9959779741125925, CLOSE);
  }

  /** Values of Fleiss, Cohen and Everitt's formula, computed with numpy from the four cells. */
  @ParameterizedTest
  @CsvSource({
    "88, 10, 14, 88, 0.760095961615354, 0.0459019747789477",
    "20, 5, 10, 15, 0.4, 0.1269960629311",
    "90, 3, 39, 75, 0.604098360655738, 0.0513420175213956"
  })
  void givesKappaWithItsLargeSampleError(
      long both, long flagOnly, long peopleOnly, long neither, double kappa, double error) {
    Measure measure =
        Accuracy.of(
                new Stratum(both + flagOnly, both + flagOnly, both),
                List.of(new Stratum(peopleOnly + neither, peopleOnly + neither, peopleOnly)),
                true,
                CLOPPER_PEARSON,
                0.05)
            .kappa();

    assertThat(measure.value().orElseThrow()).isCloseTo(kappa, CLOSE);
    assertThat((measure.high() - measure.low()) / 2 / 1.959963984540054)
        .isCloseTo(error, within(1e-9));
  }

  @Test
  void sharesOfHitsWeighTheirStrataBySize() {
    Measure one = Accuracy.hits(List.of(new Stratum(600, 40, 10)), 0.05);
    Measure two = Accuracy.hits(List.of(new Stratum(300, 30, 3), new Stratum(100, 50, 25)), 0.05);

    assertThat(one.value().orElseThrow()).isCloseTo(0.25, CLOSE);
    assertThat(one.low()).isCloseTo(CLOPPER_PEARSON.interval(Counts.of(10, 40), 0.05).low(), CLOSE);
    assertThat(two.value().orElseThrow()).isCloseTo(0.75 * 0.1 + 0.25 * 0.5, CLOSE);
    assertThat(two.high())
        .isCloseTo(
            0.75 * CLOPPER_PEARSON.interval(Counts.of(3, 30), 0.025).high()
                + 0.25 * CLOPPER_PEARSON.interval(Counts.of(25, 50), 0.025).high(),
            CLOSE);
    assertThat(Accuracy.hits(List.of(new Stratum(9, 0, 0)), 0.05))
        .isEqualTo(new Measure(OptionalDouble.empty(), 0, 1, 0));
  }

  @Test
  void knowsNothingWithoutLabels() {
    Accuracy accuracy =
        Accuracy.of(
            new Stratum(10, 0, 0), List.of(new Stratum(90, 0, 0)), false, CLOPPER_PEARSON, 0.05);

    assertThat(accuracy.sensitivity()).isEqualTo(new Measure(OptionalDouble.empty(), 0, 1, 0));
    assertThat(accuracy.kappa()).isEqualTo(new Measure(OptionalDouble.empty(), -1, 1, 0));
  }

  @Test
  void doesNotClaimCertaintyFromAFewAgreements() {
    Measure kappa =
        Accuracy.of(
                new Stratum(3, 3, 3), List.of(new Stratum(5, 5, 0)), true, CLOPPER_PEARSON, 0.05)
            .kappa();

    assertThat(kappa.value()).hasValue(1);
    assertThat(kappa.low()).isLessThan(0.8);
  }

  @Test
  void holdsItsValuesAndShrinksWithMoreLabels() {
    ForAll.forAll(
        2000,
        random -> {
          Stratum flagged = stratum(random);
          List<Stratum> others = List.of(stratum(random), stratum(random));
          Accuracy wide = Accuracy.of(flagged, others, false, CLOPPER_PEARSON, 0.05);
          Accuracy narrow = Accuracy.of(flagged, others, false, CLOPPER_PEARSON, 0.2);

          for (String name : List.of("sensitivity", "specificity", "positivePredictive")) {
            Measure measure = Requirements.measure(name, wide);
            Measure inside = Requirements.measure(name, narrow);
            assertThat(measure.value()).isEqualTo(inside.value());
            assertThat(measure.low()).isLessThanOrEqualTo(inside.low());
            assertThat(measure.high()).isGreaterThanOrEqualTo(inside.high());
          }
        });
  }

  @Test
  void turnsIntoItselfWhenHitsAndCleanChangeSides() {
    ForAll.forAll(
        500,
        random -> {
          Stratum flagged = stratum(random);
          Stratum rest = stratum(random);
          Accuracy accuracy = Accuracy.of(flagged, List.of(rest), false, CLOPPER_PEARSON, 0.05);
          Accuracy turned =
              Accuracy.of(turned(rest), List.of(turned(flagged)), false, CLOPPER_PEARSON, 0.05);

          assertClose(turned.sensitivity(), accuracy.specificity());
          assertClose(turned.specificity(), accuracy.sensitivity());
          assertClose(turned.positivePredictive(), accuracy.negativePredictive());
        });
  }

  /** Replies and labels from a known grader: every interval misses in at most 5 % of samples. */
  @Test
  void missesTheTruthInAtMostFivePercentOfSamples() {
    Random random = new Random(17);
    int samples = 2000;
    int missed = 0;
    for (int i = 0; i < samples; i++) {
      long[] flagged = new long[2];
      long[] spared = new long[2];
      for (int reply = 0; reply < 400; reply++) {
        boolean hit = random.nextDouble() < 0.2;
        boolean flag = random.nextDouble() < (hit ? 0.75 : 0.05);
        (flag ? flagged : spared)[hit ? 1 : 0]++;
      }
      Accuracy accuracy =
          Accuracy.of(
              drawn(flagged, 0.9, random),
              List.of(drawn(spared, 0.3, random)),
              false,
              CLOPPER_PEARSON,
              0.05);
      missed += accuracy.sensitivity().low() > 0.75 || accuracy.sensitivity().high() < 0.75 ? 1 : 0;
    }

    assertThat(missed).isLessThanOrEqualTo(samples / 20);
  }

  /** A run that stops when its flags look rare takes the share of flags from luck. */
  @Test
  void allowsForARunThatChoseItsEndByTheFlags() {
    ForAll.forAll(
        300,
        random -> {
          Stratum flagged = stratum(random);
          List<Stratum> others = List.of(stratum(random));
          Accuracy fixed = Accuracy.of(flagged, others, false, CLOPPER_PEARSON, 0.05);
          Accuracy chosen = Accuracy.of(flagged, others, false, LU7, 0.05);

          assertThat(chosen.sensitivity().low()).isLessThan(fixed.sensitivity().low() + 1e-12);
          assertThat(chosen.sensitivity().high()).isGreaterThan(fixed.sensitivity().high() - 1e-12);
          assertThat(chosen.positivePredictive()).isEqualTo(fixed.positivePredictive());
          assertThat(chosen.method())
              .isEqualTo("clopper-pearson by stratum, lu7 for the share of flags");
          assertThat(
                  TwoPhase.bounds(flagged, others, LU7, 0.05)
                      .contains(TwoPhase.bounds(flagged, others, CLOPPER_PEARSON, 0.05)))
              .isTrue();
        });
  }

  /**
   * A perfect grader of a behaviour of 5 %, fully labelled, in runs that stop at the first look
   * whose fixed interval for the share of flags excludes 5 %.
   */
  @Test
  void holdsTheRateWhereStoppingByTheFlagsDeceivesAFixedInterval() {
    Random random = new Random(3);
    int samples = 400;
    int missedByFixed = 0;
    int missedBySequence = 0;
    for (int i = 0; i < samples; i++) {
      long flags = 0;
      long replies = 0;
      boolean excluded = false;
      while (replies < 3000 && !excluded) {
        replies++;
        flags += random.nextDouble() < 0.05 ? 1 : 0;
        excluded =
            replies % 10 == 0
                && !CLOPPER_PEARSON.interval(Counts.of(flags, replies), 0.05 / 3).contains(0.05);
      }
      Stratum flagged = new Stratum(flags, flags, flags);
      Stratum rest = new Stratum(replies - flags, replies - flags, 0);
      missedByFixed +=
          Mixture.of(flagged, List.of(rest), CLOPPER_PEARSON, 0.05 / 3).q().contains(0.05) ? 0 : 1;
      missedBySequence +=
          Mixture.of(flagged, List.of(rest), LU7, 0.05 / 3).q().contains(0.05) ? 0 : 1;
    }

    assertThat(missedByFixed).isGreaterThan(samples / 20);
    assertThat(missedBySequence).isLessThan(samples / 60 + 1);
  }

  @Test
  void passesOnlyWhenEveryRequirementIsMetForSure() {
    Accuracy good =
        Accuracy.of(
            new Stratum(400, 400, 396),
            List.of(new Stratum(600, 600, 3)),
            true,
            CLOPPER_PEARSON,
            0.05);
    Accuracy few =
        Accuracy.of(
            new Stratum(5, 5, 5), List.of(new Stratum(6, 6, 0)), true, CLOPPER_PEARSON, 0.05);
    Accuracy bad =
        Accuracy.of(
            new Stratum(400, 400, 100),
            List.of(new Stratum(600, 600, 3)),
            true,
            CLOPPER_PEARSON,
            0.05);

    assertThat(Requirements.USUAL.judge(good)).isEqualTo(GraderStatus.PASS);
    assertThat(Requirements.USUAL.judge(few)).isEqualTo(GraderStatus.INCONCLUSIVE);
    assertThat(Requirements.USUAL.judge(bad)).isEqualTo(GraderStatus.FAIL);
  }

  @Test
  void refusesMoreLabelsThanReplies() {
    assertThatThrownBy(() -> new Stratum(3, 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 0, 4, 3");
  }

  private static void assertClose(Measure a, Measure b) {
    assertThat(a.low()).isCloseTo(b.low(), within(1e-9));
    assertThat(a.high()).isCloseTo(b.high(), within(1e-9));
  }

  private static Stratum turned(Stratum stratum) {
    return new Stratum(stratum.graded(), stratum.labelled(), stratum.clean());
  }

  private static Stratum drawn(long[] replies, double probability, Random random) {
    long[] labelled = new long[2];
    for (int hit = 0; hit < 2; hit++) {
      for (long reply = 0; reply < replies[hit]; reply++) {
        labelled[hit] += random.nextDouble() < probability ? 1 : 0;
      }
    }
    return new Stratum(replies[0] + replies[1], labelled[0] + labelled[1], labelled[1]);
  }

  private static Stratum stratum(Random random) {
    long graded = 1 + random.nextInt(500);
    long labelled = 1 + random.nextInt((int) graded);
    return new Stratum(graded, labelled, random.nextInt((int) labelled + 1));
  }
}
