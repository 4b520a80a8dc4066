package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {
  private final ConfidenceSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());

  @Test
  void namesItsMethod() {
    assertThat(sequence.method()).isEqualTo("lu7");
    assertThat(ConfidenceSequence.of(BetaMixture.informed(0.1)).method()).isEqualTo("informed");
    assertThat(WithoutReplacement.of(BetaMixture.informed(0.1), 5).method())
        .isEqualTo("without-replacement");
  }

  @Test
  void itsLimitsAreWhereTheEvidenceReachesTheThreshold() {
    forAll(
        2_000,
        random -> {
          double trials = Math.ceil(Math.exp(random.nextDouble() * Math.log(1e9)));
          double hits = Math.max(1, trials * Math.exp(-20 * random.nextDouble()));
          double alpha = Math.exp(-0.1 - 10 * random.nextDouble());
          Interval interval = sequence.interval(hits, trials, alpha);

          // A step of 1e-9 of the limit must cross it, as far as doubles can tell.
          assertThat(interval.low()).isGreaterThan(0);
          assertThat(sequence.excludes(interval.low() * (1 - 1e-9), hits, trials, alpha)).isTrue();
          assertThat(sequence.excludes(interval.low() * (1 + 1e-9), hits, trials, alpha)).isFalse();
          if (interval.high() < 0.999999) {
            double high = interval.high();
            assertThat(sequence.excludes(high * (1 + 1e-9), hits, trials, alpha)).isTrue();
            assertThat(sequence.excludes(high * (1 - 1e-9), hits, trials, alpha)).isFalse();
          }
        });
  }

  /** References by mpmath 1.3.0 with 60 digits, from the definition. */
  @Test
  void keepsNineDigitsAtABillionTrials() {
    assertThat(relative(sequence.interval(0, 1e9, 0.05).high(), 8.362836442845314e-9))
        .isLessThan(1e-9);
    Interval one = sequence.interval(1, 1e9, 0.05);
    assertThat(relative(one.low(), 1.166631124372962e-13)).isLessThan(1e-9);
    assertThat(relative(one.high(), 1.149855844044576e-8)).isLessThan(1e-9);
    Interval common = sequence.interval(3e8, 1e9, 0.05);
    assertThat(relative(common.low(), 0.299920899593471)).isLessThan(1e-9);
    assertThat(relative(common.high(), 0.3000791083525644)).isLessThan(1e-9);
  }

  @Test
  void decidesAtTheEndsOfTheScale() {
    assertThat(sequence.against(0, Counts.of(1, 10), 0.05)).isEqualTo(Decision.ABOVE);
    assertThat(sequence.against(0, Counts.of(0, 10), 0.05)).isEqualTo(Decision.UNDECIDED);
    assertThat(sequence.against(1, Counts.of(9, 10), 0.05)).isEqualTo(Decision.BELOW);
    assertThat(sequence.interval(5, 5, 0.05).high()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoErrorLevelOrCount() {
    assertThatThrownBy(() -> sequence.interval(1, 10, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 5.0");
    assertThatThrownBy(() -> sequence.interval(11, 10, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11.0 of 10.0");
    assertThatThrownBy(() -> sequence.logE(1, 10, 1.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Counts(3, 2, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Interval(0.5, 0.4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BetaMixture.informed(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BetaMixture.ratio(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BetaMixture.beta(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesScoresAsPartsOfAHit() {
    Interval between = sequence.interval(2.5, 1000, 0.05);

    assertThat(between.low()).isCloseTo(0.00011498510457, within(1e-14));
    assertThat(between.high()).isCloseTo(0.011613810777, within(1e-12));
  }

  private static double relative(double actual, double expected) {
    return Math.abs(actual / expected - 1);
  }
}
