package dev.rehearsal.compare;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  private static final StopRule.Baseline DIFFERENCE = new StopRule.Baseline();
  private static final StopRule.Baseline WITHIN_HALF =
      new StopRule.Baseline(OptionalDouble.of(1.5));

  private final RateSequence traffic = ConfidenceSequence.of(BetaMixture.logUniform());

  @Test
  void saysIncreasedOrDecreasedByWhichLaneHasTheLoneHits() {
    assertThat(compare(5, 0, 12, 1000).state(DIFFERENCE)).isEqualTo(State.INCREASED);
    assertThat(compare(5, 12, 0, 1000).state(DIFFERENCE)).isEqualTo(State.DECREASED);
    assertThat(compare(5, 6, 6, 1000).state(DIFFERENCE)).isEqualTo(State.UNDECIDED);
  }

  @Test
  void saysEquivalentOnlyWhereAFactorWasAskedFor() {
    PairedComparison even = compare(5_000, 500, 500, 100_000);

    assertThat(even.state(WITHIN_HALF)).isEqualTo(State.EQUIVALENT);
    assertThat(even.state(DIFFERENCE)).isEqualTo(State.UNDECIDED);
    assertThat(compare(5, 6, 6, 1000).state(WITHIN_HALF)).isEqualTo(State.UNDECIDED);
  }

  @Test
  void theOddsOfLoneHitsAreNotTheRatioOfTheRates() {
    PairedComparison comparison = compare(99, 20, 1, 10_000);

    assertThat(comparison.discordantOdds().high()).isLessThan(0.6);
    assertThat(comparison.ratio().orElseThrow()).isGreaterThan(0.8);
    assertThat(comparison.ratioInterval(traffic, traffic).contains(100.0 / 119)).isTrue();
  }

  @Test
  void nothingIsDividedByZero() {
    PairedComparison nothing = new PairedComparison(PairedCounts.NONE, 0.05);
    assertThat(nothing.ratio()).isEmpty();
    assertThat(nothing.difference()).isEmpty();
    assertThat(nothing.differenceStandardError()).isEmpty();
    assertThat(nothing.observedOdds()).isEmpty();
    assertThat(nothing.mcNemar()).isEqualTo(1);
    assertThat(nothing.logE()).isZero();
    assertThat(nothing.ratioInterval(traffic, traffic)).isEqualTo(RatioInterval.UNKNOWN);
    assertThat(nothing.discordantOdds()).isEqualTo(RatioInterval.UNKNOWN);
    assertThat(nothing.state(WITHIN_HALF)).isEqualTo(State.UNDECIDED);
    assertThat(PairedCounts.NONE.correlation()).isEmpty();

    PairedComparison onlyCompared = compare(0, 0, 3, 100);
    assertThat(onlyCompared.ratio()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(onlyCompared.observedOdds()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(onlyCompared.ratioInterval(traffic, traffic).high()).isInfinite();

    PairedComparison noHit = compare(0, 0, 0, 100);
    RateSequence log = WithoutReplacement.of(BetaMixture.logUniform(), 100);
    assertThat(noHit.ratio()).isEmpty();
    assertThat(noHit.ratioInterval(log, log)).isEqualTo(RatioInterval.UNKNOWN);
    assertThat(onlyCompared.ratioInterval(log, log).low()).isInfinite();
  }

  @Test
  void measuresHowMuchTheLanesAgree() {
    assertThat(new PairedCounts(10, 0, 0, 90).correlation().orElseThrow())
        .isCloseTo(1, within(1e-12));
    assertThat(new PairedCounts(0, 50, 50, 0).correlation().orElseThrow())
        .isCloseTo(-1, within(1e-12));
    assertThat(new PairedCounts(10, 0, 0, 0).correlation()).isEmpty();
  }

  @Test
  void measuresWhatPairingGains() {
    // By exact fractions: variances of both rates over the variance of their difference.
    assertThat(new PairedCounts(7, 29, 2, 144).pairingGain().orElseThrow())
        .isCloseTo(1.386729086098107, withinPercentage(1e-12));
    assertThat(new PairedCounts(99, 20, 1, 880).pairingGain().orElseThrow())
        .isCloseTo(9.440331411405591, withinPercentage(1e-12));
    assertThat(new PairedCounts(0, 3, 2, 95).pairingGain().orElseThrow()).isLessThan(1);
    assertThat(PairedCounts.NONE.pairingGain()).isEmpty();
    assertThat(new PairedCounts(10, 0, 0, 90).pairingGain()).as("never disagree").isEmpty();
    assertThat(new PairedCounts(0, 53, 0, 102).pairingGain()).as("b has no hit").isEmpty();
  }

  @Test
  void pairingGainsWhatTheDifferencesVarianceSaves() {
    forAll(
        200,
        random -> {
          PairedCounts counts =
              new PairedCounts(
                  1 + random.nextInt(50),
                  1 + random.nextInt(50),
                  1 + random.nextInt(50),
                  1 + random.nextInt(500));
          double a = counts.reference().rate().orElseThrow();
          double b = counts.compared().rate().orElseThrow();
          double error = new PairedComparison(counts, 0.05).differenceStandardError().orElseThrow();
          double unpaired = (a * (1 - a) + b * (1 - b)) / counts.pairs();
          double gain = counts.pairingGain().orElseThrow();

          assertThat(gain).isCloseTo(unpaired / (error * error), withinPercentage(1e-9));
          assertThat(gain > 1).isEqualTo(counts.correlation().orElseThrow() > 0);
          assertThat(swapped(counts).pairingGain().orElseThrow())
              .isCloseTo(gain, withinPercentage(1e-9));
        });
  }

  private static PairedCounts swapped(PairedCounts counts) {
    return new PairedCounts(counts.both(), counts.onlyB(), counts.onlyA(), counts.neither());
  }

  @Test
  void swappingTheLanesInvertsTheAnswer() {
    forAll(
        500,
        random -> {
          PairedCounts counts =
              new PairedCounts(
                  random.nextInt(200),
                  random.nextInt(60),
                  random.nextInt(60),
                  1 + random.nextInt(5_000));
          PairedCounts swapped =
              new PairedCounts(counts.both(), counts.onlyB(), counts.onlyA(), counts.neither());
          State state = new PairedComparison(counts, 0.05).state(WITHIN_HALF);
          State inverse = new PairedComparison(swapped, 0.05).state(WITHIN_HALF);

          assertThat(inverse)
              .isEqualTo(
                  switch (state) {
                    case INCREASED -> State.DECREASED;
                    case DECREASED -> State.INCREASED;
                    case EQUIVALENT, UNDECIDED, PRECISE, BELOW, ABOVE, FUTILE -> state;
                  });
        });
  }

  @Test
  void theStateFollowsTheOddsAndTheRatioHoldsWhatWasSeen() {
    forAll(
        500,
        random -> {
          PairedComparison comparison =
              compare(
                  random.nextInt(50),
                  random.nextInt(40),
                  random.nextInt(40),
                  200 + random.nextInt(5_000));
          RatioInterval odds = comparison.discordantOdds();
          State expected =
              odds.low() > 1
                  ? State.INCREASED
                  : odds.high() < 1 ? State.DECREASED : State.UNDECIDED;

          assertThat(comparison.state(DIFFERENCE)).isEqualTo(expected);
          comparison
              .ratio()
              .ifPresent(
                  ratio ->
                      assertThat(comparison.ratioInterval(traffic, traffic).contains(ratio))
                          .isTrue());
        });
  }

  @Test
  void refusesNegativeCountsAndImpossibleErrorLevels() {
    assertThatThrownBy(() -> new PairedCounts(0, -1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only a -1");
    assertThatThrownBy(() -> new PairedComparison(PairedCounts.NONE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PairedComparison compare(long both, long onlyA, long onlyB, long pairs) {
    return new PairedComparison(
        new PairedCounts(both, onlyA, onlyB, pairs - both - onlyA - onlyB), 0.05);
  }
}
