package dev.rehearsal.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.testing.ForAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrectedRateTest {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  @Test
  void roganAndGladenFindTheRateBehindTheFlags() {
    ForAll.forAll(
        500,
        random -> {
          double rate = random.nextDouble();
          double sensitivity = 0.55 + 0.45 * random.nextDouble();
          double specificity = 0.55 + 0.45 * random.nextDouble();
          double flags = sensitivity * rate + (1 - specificity) * (1 - rate);

          assertThat(RoganGladen.rate(flags, sensitivity, specificity))
              .isCloseTo(rate, within(1e-12));
        });
  }

  @Test
  void roganAndGladenRefuseAGraderThatKnowsNothing() {
    assertThatThrownBy(() -> RoganGladen.rate(0.5, 0.4, 0.6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 1");
  }

  @Test
  void anUnbiasedEstimateIsRightOnAverageOverAllCoins() {
    ForAll.forAll(
        100,
        random -> {
          int replies = 1 + random.nextInt(7);
          double[] predictions = random.doubles(replies).toArray();
          double[] probabilities = random.doubles(replies).map(u -> 0.1 + 0.9 * u).toArray();
          boolean[] truths = new boolean[replies];
          double truth = 0;
          for (int i = 0; i < replies; i++) {
            truths[i] = random.nextBoolean();
            truth += (truths[i] ? 1.0 : 0.0) / replies;
          }
          double expected = 0;
          for (int coins = 0; coins < 1 << replies; coins++) {
            ActiveEstimate estimate = new ActiveEstimate();
            double chance = 1;
            for (int i = 0; i < replies; i++) {
              boolean drawn = (coins >> i & 1) == 1;
              chance *= drawn ? probabilities[i] : 1 - probabilities[i];
              if (drawn) {
                estimate.labelled(predictions[i], probabilities[i], truths[i]);
              } else {
                estimate.spared(predictions[i]);
              }
            }
            expected += chance * estimate.rate().orElseThrow();
          }

          assertThat(expected).isCloseTo(truth, within(1e-9));
        });
  }

  @Test
  void twoPhasesAgreeWithTheActiveEstimateAtTheDrawnShares() {
    ForAll.forAll(
        200,
        random -> {
          Stratum flagged = stratum(random);
          Stratum rest = stratum(random);
          ActiveEstimate active = new ActiveEstimate();
          feed(active, flagged, 1);
          feed(active, rest, 0);

          assertThat(TwoPhase.of(List.of(flagged, rest)).rate().orElseThrow())
              .isCloseTo(active.rate().orElseThrow(), within(1e-9));
          assertThat(
                  TwoPhase.bounds(flagged, List.of(rest), LU7, 0.05)
                      .contains(TwoPhase.of(List.of(flagged, rest)).rate().orElseThrow()))
              .isTrue();
        });
  }

  @Test
  void twoPhasesKnowNothingOfAStratumWithoutLabels() {
    assertThat(TwoPhase.of(List.of(new Stratum(5, 5, 1), new Stratum(95, 0, 0))).rate()).isEmpty();
    assertThat(
            TwoPhase.bounds(new Stratum(5, 5, 1), List.of(new Stratum(95, 0, 0)), LU7, 0.05).high())
        .isGreaterThan(0.9);
  }

  @Test
  void anUndecidedLabelWidensTheActiveInterval() {
    ActiveEstimate complete = new ActiveEstimate();
    ActiveEstimate open = new ActiveEstimate();
    for (int i = 0; i < 200; i++) {
      complete.labelled(1, 0.5, i % 2 == 0);
      if (i < 10) {
        open.unknown(1, 0.5);
      } else {
        open.labelled(1, 0.5, i % 2 == 0);
      }
    }

    assertThat(open.missing()).isEqualTo(10);
    assertThat(open.interval(0.05).contains(complete.interval(0.05))).isTrue();
  }

  @Test
  void predictionsPowerTheMeanAsTheDefinitionSays() {
    ForAll.forAll(
        200,
        random -> {
          int labels = 5 + random.nextInt(50);
          int others = 5 + random.nextInt(500);
          PredictionPowered estimate = new PredictionPowered();
          List<Double> rest = new ArrayList<>();
          double truths = 0;
          double predictions = 0;
          for (int i = 0; i < labels; i++) {
            double prediction = random.nextDouble();
            boolean violates = random.nextDouble() < prediction;
            estimate.labelled(prediction, violates);
            truths += violates ? 1 : 0;
            predictions += prediction;
          }
          for (int i = 0; i < others; i++) {
            rest.add(random.nextDouble());
            estimate.unlabelled(rest.get(i));
          }
          double mean = rest.stream().mapToDouble(Double::doubleValue).average().orElseThrow();

          assertThat(estimate.rate(0)).isCloseTo(truths / labels, within(1e-12));
          assertThat(estimate.rate(1))
              .isCloseTo(mean + (truths - predictions) / labels, within(1e-12));
          assertThat(estimate.interval(1, 0.05).low()).isBetween(0.0, 1.0);
        });
  }

  /** The weight is found from the pooled variance: with a few labels it may lose a little. */
  @Test
  void theBestWeightLosesNothingOnceThereAreManyLabels() {
    ForAll.forAll(
        50,
        random -> {
          PredictionPowered estimate = new PredictionPowered();
          double informed = random.nextDouble();
          for (int i = 0; i < 4000; i++) {
            double prediction = random.nextDouble();
            if (i % 8 == 0) {
              double chance = informed * prediction + (1 - informed) / 2;
              estimate.labelled(prediction, random.nextDouble() < chance);
            } else {
              estimate.unlabelled(prediction);
            }
          }

          assertThat(estimate.bestWeight()).isBetween(0.0, 1.0);
          assertThat(estimate.standardError(estimate.bestWeight()))
              .isLessThanOrEqualTo(estimate.standardError(0) * (1 + 1e-9));
        });
  }

  @Test
  void anAuditHoldsWhateverTheMissingLabelsWillSay() {
    ForAll.forAll(
        300,
        random -> {
          double probability = 0.1 + 0.9 * random.nextDouble();
          FlagAudit open = new FlagAudit(probability);
          FlagAudit complete = new FlagAudit(probability);
          int replies = 1 + random.nextInt(400);
          long firstMissing = 0;
          for (int i = 1; i <= replies; i++) {
            if (random.nextInt(5) > 0) {
              open.spared();
              complete.spared();
              continue;
            }
            boolean violates = random.nextBoolean();
            complete.labelled(violates);
            if (random.nextInt(6) == 0) {
              open.pending();
              firstMissing = firstMissing == 0 ? i : firstMissing;
            } else {
              open.labelled(violates);
            }
          }

          assertThat(open.interval(LU7, 0.05).contains(complete.interval(LU7, 0.05))).isTrue();
          assertThat(open.watermark()).isEqualTo(firstMissing == 0 ? replies : firstMissing - 1);
          assertThat(complete.unresolved()).isZero();
        });
  }

  @Test
  void anAuditOfEveryFlagCountsTheConfirmed() {
    FlagAudit audit = new FlagAudit(1);
    for (int i = 0; i < 1000; i++) {
      if (i % 100 == 0) {
        audit.labelled(i < 500);
      } else {
        audit.spared();
      }
    }

    assertThat(audit.rate()).hasValue(0.005);
    assertThat(audit.interval(LU7, 0.05)).isEqualTo(LU7.interval(audit.counts(), 0.05));
  }

  @Test
  void missesRaiseTheUpperBoundOnly() {
    Interval confirmed = new Interval(0.001, 0.004);

    assertThat(FlagAudit.withMisses(confirmed, 0.5)).isEqualTo(new Interval(0.001, 0.008));
    assertThat(FlagAudit.withMisses(confirmed, 0)).isEqualTo(new Interval(0.001, 1));
  }

  @Test
  void falseFlagsDrawARatioTowardsOne() {
    // (0.9 · 0.002 + 0.01 · 0.998) / (0.9 · 0.001 + 0.01 · 0.999), with numpy.
    assertThat(Attenuation.observed(0.9, 0.99, 0.001, 0.002))
        .isCloseTo(1.0817263544536273, within(1e-9));
    assertThat(Attenuation.observed(0.9, 1, 0.001, 0.002)).isCloseTo(2, within(1e-12));
  }

  private static void feed(ActiveEstimate estimate, Stratum stratum, double prediction) {
    double probability = (double) stratum.labelled() / stratum.graded();
    for (long i = 0; i < stratum.graded(); i++) {
      if (i < stratum.labelled()) {
        estimate.labelled(prediction, probability, i < stratum.violating());
      } else {
        estimate.spared(prediction);
      }
    }
  }

  private static Stratum stratum(Random random) {
    long graded = 1 + random.nextInt(300);
    long labelled = 1 + random.nextInt((int) graded);
    return new Stratum(graded, labelled, random.nextInt((int) labelled + 1));
  }
}
