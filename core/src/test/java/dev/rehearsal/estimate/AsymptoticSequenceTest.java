package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AsymptoticSequenceTest {
  private final AsymptoticSequence sequence = AsymptoticSequence.tunedFor(5_000);

  @Test
  void isSilentWhereTheLimitIsFar() {
    assertThatThrownBy(() -> sequence.interval(Counts.of(29, 1_000), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 30 hits")
        .hasMessageContaining("29 and 971");
    assertThatThrownBy(() -> sequence.interval(Counts.of(971, 1_000), 0.05))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sequence.interval(Counts.NONE, 0.05)).isEqualTo(Interval.UNKNOWN);
    assertThat(sequence.interval(Counts.of(30, 1_000), 0.05).contains(0.03)).isTrue();
  }

  @Test
  void isNarrowestWhereItWasTuned() {
    forAll(
        300,
        random -> {
          double trials = Math.exp(4 + 10 * random.nextDouble());
          double other = trials * Math.exp(4 * random.nextDouble() - 2);

          assertThat(AsymptoticSequence.tunedFor(trials).halfWidth(1, trials, 0.05))
              .isLessThanOrEqualTo(
                  AsymptoticSequence.tunedFor(other).halfWidth(1, trials, 0.05) * 1.03);
        });
  }

  @Test
  void widensWithTheDeviationAndASmallerAlphaAndNarrowsWithTheTrials() {
    forAll(
        300,
        random -> {
          double trials = Math.exp(15 * random.nextDouble());
          double alpha = 0.5 * random.nextDouble() + 1e-9;
          double half = sequence.halfWidth(0.3, trials, alpha);

          assertThat(sequence.halfWidth(0.4, trials, alpha)).isGreaterThan(half);
          assertThat(sequence.halfWidth(0.3, trials, alpha / 2)).isGreaterThan(half);
          assertThat(sequence.halfWidth(0.3, trials * 2, alpha)).isLessThan(half);
        });
  }

  @Test
  void refusesToBeTunedForNothing() {
    assertThatThrownBy(() -> AsymptoticSequence.tunedFor(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
