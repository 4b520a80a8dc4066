package dev.rehearsal.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.estimate.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a way of correcting speaks, and when it says that it does not know. */
class NotKnownRateTest {
  @Test
  void roganAndGladenSpeakOfCommonBehavioursOnly() {
    Stratum flagged = new Stratum(250, 100, 80);
    Stratum rest = new Stratum(750, 300, 40);
    CorrectedRate common = RoganGladen.corrected(flagged, rest, 0.05);

    // The counts of both rows of labels go into the checked formulas.
    assertThat(common.known().orElseThrow().rate())
        .isCloseTo(RoganGladen.rate(0.25, 80.0 / 120, 260.0 / 280), within(1e-12));
    assertThat(common.known().orElseThrow().interval())
        .isEqualTo(RoganGladen.interval(250, 1000, 80, 120, 260, 280, 0.05));
    assertThat(
            why(RoganGladen.corrected(new Stratum(100, 6, 5), new Stratum(99900, 4000, 0), 0.05)))
        .contains("rarer than 1 %");
    assertThat(why(RoganGladen.corrected(new Stratum(100, 6, 4), new Stratum(900, 400, 0), 0.05)))
        .contains("4 hits", "5 of each");
    assertThat(
            why(RoganGladen.corrected(new Stratum(500, 100, 50), new Stratum(500, 100, 50), 0.05)))
        .contains("no more than chance");
  }

  @Test
  void theConfirmedRateOverTheSensitivityTakesItsLowerLimit() {
    Measure sensitivity = new Measure(OptionalDouble.of(0.8), 0.5, 0.9, 40);
    CorrectedRate rate =
        FlagAudit.corrected(OptionalDouble.of(0.002), new Interval(0.001, 0.004), sensitivity);

    assertThat(rate.known().orElseThrow().rate()).isCloseTo(0.0025, within(1e-12));
    assertThat(rate.known().orElseThrow().interval()).isEqualTo(new Interval(0.001, 0.008));
    assertThat(
            why(
                FlagAudit.corrected(
                    OptionalDouble.of(0.002),
                    new Interval(0.001, 0.004),
                    new Measure(OptionalDouble.empty(), 0, 1, 0))))
        .contains("may be 0");
    assertThat(why(FlagAudit.corrected(OptionalDouble.empty(), Interval.UNKNOWN, sensitivity)))
        .contains("no flag");
  }

  /**
   * Normal limits from few labels of the rest miss far more often than in 5 % of draws. With the
   * rule for the fewest labels, a rate is shown and missed in less than 5 %.
   */
  @ParameterizedTest
  @CsvSource({
    "0.02, 0.8, 0.99, 3000, 200",
    "0.1, 0.7, 0.95, 3000, 300",
    "0.3, 0.6, 0.9, 2000, 400"
  })
  void theActiveEstimateIsSilentWhereItWouldMiss(
      double rate, double sensitivity, double specificity, int replies, int labels) {
    Random random = new Random(11);
    int samples = 400;
    int shownAndMissed = 0;
    for (int i = 0; i < samples; i++) {
      long[] flagged = new long[2];
      long[] rest = new long[2];
      for (int reply = 0; reply < replies; reply++) {
        boolean hit = random.nextDouble() < rate;
        boolean flag = random.nextDouble() < (hit ? sensitivity : 1 - specificity);
        (flag ? flagged : rest)[hit ? 1 : 0]++;
      }
      double chanceOfFlag = Math.min(1, 0.5 * labels / (flagged[0] + flagged[1]));
      double chanceOfRest = 0.5 * labels / (rest[0] + rest[1]);
      ActiveEstimate estimate = new ActiveEstimate();
      List<Stratum> byChance = new ArrayList<>();
      Stratum ofFlags = drawn(estimate, flagged, 1, chanceOfFlag, random);
      if (chanceOfFlag < 1) {
        byChance.add(ofFlags);
      }
      byChance.add(drawn(estimate, rest, 0, chanceOfRest, random));
      shownAndMissed +=
          estimate
                  .corrected(byChance, 0.05)
                  .known()
                  .filter(known -> !known.interval().contains(rate))
                  .isPresent()
              ? 1
              : 0;
    }

    // At 5 % more than 34 of 400 have a chance of less than one in 500.
    assertThat(shownAndMissed).isLessThanOrEqualTo(34);
  }

  @Test
  void theActiveEstimateSaysWhichLabelsAreTooFew() {
    ActiveEstimate estimate = new ActiveEstimate();
    for (int i = 0; i < 900; i++) {
      if (i < 100) {
        estimate.labelled(0, 100.0 / 900, i < 4);
      } else {
        estimate.spared(0);
      }
    }

    assertThat(why(estimate.corrected(List.of(new Stratum(900, 100, 4)), 0.05)))
        .contains("4 hits and 96 clean", "10 of each");
    assertThat(estimate.corrected(List.of(), 0.05).known().orElseThrow().rate())
        .isCloseTo(0.04, within(1e-12));
  }

  @Test
  void aFitWithoutLabelsNeedsThreeGradersThatDiffer() {
    List<DawidSkene.Pattern> two =
        List.of(
            new DawidSkene.Pattern(List.of(true, true), 30),
            new DawidSkene.Pattern(List.of(true, false), 10),
            new DawidSkene.Pattern(List.of(false, false), 60));
    List<DawidSkene.Pattern> three =
        List.of(
            new DawidSkene.Pattern(List.of(true, true, true), 30),
            new DawidSkene.Pattern(List.of(true, false, true), 10),
            new DawidSkene.Pattern(List.of(false, false, true), 5),
            new DawidSkene.Pattern(List.of(false, false, false), 60));
    List<DawidSkene.Pattern> noFlag =
        List.of(new DawidSkene.Pattern(List.of(false, false, false), 60));

    assertThat(DawidSkene.diagnostic(two)).isEmpty();
    assertThat(DawidSkene.diagnostic(noFlag)).isEmpty();
    assertThat(DawidSkene.diagnostic(List.of())).isEmpty();
    assertThat(DawidSkene.diagnostic(three)).hasValue(DawidSkene.fit(three, 200));
  }

  @Test
  void predictionsHaveNothingToSayOnceAllIsLabelled() {
    PredictionPowered estimate = new PredictionPowered();
    for (int i = 0; i < 100; i++) {
      estimate.labelled(i % 2, i % 2 == 0);
    }

    assertThat(why(estimate.corrected(List.of(new Stratum(50, 50, 25)), 0.05)))
        .contains("every reply has a label");
  }

  private static Stratum drawn(
      ActiveEstimate estimate, long[] replies, double prediction, double chance, Random random) {
    long[] labelled = new long[2];
    for (int hit = 0; hit < 2; hit++) {
      for (long reply = 0; reply < replies[hit]; reply++) {
        if (random.nextDouble() < chance) {
          labelled[hit]++;
          estimate.labelled(prediction, chance, hit == 1);
        } else {
          estimate.spared(prediction);
        }
      }
    }
    return new Stratum(replies[0] + replies[1], labelled[0] + labelled[1], labelled[1]);
  }

  private static String why(CorrectedRate rate) {
    return rate.fold(known -> "known: " + known, CorrectedRate.NotKnown::why);
  }
}
