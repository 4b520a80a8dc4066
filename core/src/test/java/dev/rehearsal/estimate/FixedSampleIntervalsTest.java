package dev.rehearsal.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.testing.ForAll;
import org.junit.jupiter.api.Test;

class FixedSampleIntervalsTest {
  @Test
  void knowsNothingBeforeTheFirstTrial() {
    assertThat(FixedSampleIntervals.clopperPearson(0, 0, 0.05)).isEqualTo(Interval.UNKNOWN);
    assertThat(FixedSampleIntervals.wilson(0, 0, 0.05)).isEqualTo(Interval.UNKNOWN);
    assertThat(FixedSampleIntervals.jeffreys(0, 0, 0.05)).isEqualTo(Interval.UNKNOWN);
  }

  @Test
  void mirrorsHitsAndMisses() {
    ForAll.forAll(
        300,
        random -> {
          long trials = 1 + random.nextInt(2_000);
          long hits = random.nextInt((int) trials + 1);
          Interval exact = FixedSampleIntervals.clopperPearson(hits, trials, 0.05);
          Interval mirrored = FixedSampleIntervals.clopperPearson(trials - hits, trials, 0.05);

          assertThat(exact.low()).isCloseTo(1 - mirrored.high(), within(1e-13));
          assertThat(exact.contains(FixedSampleIntervals.jeffreys(hits, trials, 0.05))).isTrue();
        });
  }

  @Test
  void givesTheRuleOfThreeWithoutAHit() {
    assertThat(FixedSampleIntervals.clopperPearsonUpperOneSided(0, 200_000, 0.05))
        .isCloseTo(3.0 / 200_000, within(3e-8));
  }

  /**
   * References: scipy 1.17.1, {@code beta.ppf}, for the first; mpmath 1.3.0 sums for the second.
   */
  @Test
  void answersForABillionTrials() {
    Interval common = FixedSampleIntervals.clopperPearson(300_000_000, 1_000_000_000, 0.05);
    Interval rare = FixedSampleIntervals.clopperPearson(3, 1_000_000_000, 0.05);

    assertThat(common.low()).isCloseTo(0.2999715975023966, within(1e-10));
    assertThat(common.high()).isCloseTo(0.30002840365535277, within(1e-10));
    assertThat(rare.low()).isCloseTo(6.186721233228958e-10, within(6e-19));
    assertThat(rare.high()).isCloseTo(8.767273044460697e-9, within(8e-18));
  }

  @Test
  void refusesWhatIsNoErrorLevelOrCount() {
    assertThatThrownBy(() -> FixedSampleIntervals.wilson(3, 2, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> FixedSampleIntervals.jeffreys(1, 2, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
