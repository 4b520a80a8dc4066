package dev.rehearsal.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StopRuleTest {
  private static final RateSequence TRAFFIC = ConfidenceSequence.of(BetaMixture.logUniform());

  @Test
  void aRelativePrecisionIsNeverReachedWithoutAHit() {
    assertThat(new StopRule.Relative(3).evaluate(TRAFFIC, Counts.of(0, 1_000_000), 0.05)).isEmpty();
    assertThat(new StopRule.Relative(3).evaluate(TRAFFIC, Counts.of(11, 1_000_000), 0.05))
        .contains(State.PRECISE);
  }

  @Test
  void asksForMoreBeforeTheFirstTrial() {
    assertThat(new StopRule.Relative(2).evaluate(TRAFFIC, Counts.NONE, 0.05)).isEmpty();
    assertThat(new StopRule.Absolute(0.1).evaluate(TRAFFIC, Counts.NONE, 0.05)).isEmpty();
    assertThat(new StopRule.Threshold(0.1).evaluate(TRAFFIC, Counts.NONE, 0.05)).isEmpty();
    assertThat(new StopRule.Baseline().evaluate(TRAFFIC, Counts.NONE, 0.05)).isEmpty();
  }

  @Test
  void aUsedUpLogIsAlwaysDecidedUnlessItsRateIsTheThreshold() {
    RateSequence log = WithoutReplacement.of(BetaMixture.logUniform(), 311);

    assertThat(new StopRule.Threshold(0.1).evaluate(log, Counts.of(107, 311), 0.05))
        .contains(State.ABOVE);
    assertThat(new StopRule.Threshold(0.1).evaluate(log, Counts.of(4, 311), 0.05))
        .contains(State.BELOW);
    RateSequence tenth = WithoutReplacement.of(BetaMixture.logUniform(), 310);
    assertThat(new StopRule.Threshold(0.1).evaluate(tenth, Counts.of(31, 310), 0.05)).isEmpty();
  }

  @Test
  void refusesFactorsAndRatesThatMeanNothing() {
    assertThatThrownBy(() -> new StopRule.Relative(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StopRule.Absolute(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StopRule.Threshold(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StopRule.Baseline(OptionalDouble.of(0.9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 0.9");
    assertThatThrownBy(() -> MissingVerdicts.interval(TRAFFIC, Counts.of(1, 10), 0.05, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ungradedPrefixesThatAreNoWorseWidenOnlyTheLowEnd() {
    Counts counts = new Counts(10, 99_900, 100, 0);
    Interval graded = TRAFFIC.interval(counts, 0.045);
    Interval alike = MissingVerdicts.interval(TRAFFIC, counts, 0.05, 1);

    assertThat(alike.high()).isEqualTo(graded.high());
    assertThat(alike.low()).isLessThan(graded.low());
    assertThat(TRAFFIC.worstCase(counts, 0.05).high())
        .isGreaterThan(MissingVerdicts.interval(TRAFFIC, counts, 0.05, 10).high());
  }
}
