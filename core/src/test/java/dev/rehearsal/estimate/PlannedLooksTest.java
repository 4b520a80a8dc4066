package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlannedLooksTest {
  @Test
  void givesEachLookAnEqualPartOfTheError() {
    PlannedLooks looks = PlannedLooks.of(1_000, 5);

    assertThat(looks.last()).isEqualTo(16_000);
    for (long trials = 1_000; trials <= 16_000; trials *= 2) {
      assertThat(looks.interval(Counts.of(7, trials), 0.05))
          .isEqualTo(FixedSampleIntervals.clopperPearson(7, trials, 0.01));
    }
  }

  @Test
  void refusesALookThatWasNotPlannedAndNamesTheNext() {
    PlannedLooks looks = PlannedLooks.of(1_000, 5);

    assertThatThrownBy(() -> looks.interval(Counts.of(7, 1_500), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not at 1500")
        .hasMessageContaining("the next is at 2000");
    assertThatThrownBy(() -> looks.interval(Counts.of(7, 32_000), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after the last there is none");
    assertThatThrownBy(() -> looks.interval(Counts.of(7, 999), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the next is at 1000");
  }

  @Test
  void knowsNothingBeforeTheFirstTrial() {
    assertThat(PlannedLooks.of(10, 2).interval(Counts.NONE, 0.05)).isEqualTo(Interval.UNKNOWN);
  }

  @Test
  void refusesPlansThatCannotBeKept() {
    assertThatThrownBy(() -> PlannedLooks.of(0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PlannedLooks.of(5, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PlannedLooks.of(1_000, 60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1e15");
  }

  @Test
  void isTighterThanTheSequenceAtItsLooks() {
    forAll(
        200,
        random -> {
          long trials = 100_000;
          long hits = 5 + random.nextInt(100);
          Interval planned = PlannedLooks.of(trials, 12).interval(Counts.of(hits, trials), 0.05);
          Interval always =
              ConfidenceSequence.of(BetaMixture.logUniform())
                  .interval(Counts.of(hits, trials), 0.05);

          assertThat(always.contains(planned)).isTrue();
        });
  }

  @Test
  void missesInFewOfManyRuns() {
    PlannedLooks looks = PlannedLooks.of(50, 5);
    int runs = 2_000;
    int[] missed = {0};
    forAll(
        runs,
        random -> {
          long hits = 0;
          boolean miss = false;
          for (long trial = 1; trial <= looks.last(); trial++) {
            hits += random.nextDouble() < 0.05 ? 1 : 0;
            if (trial % 50 == 0 && Long.bitCount(trial / 50) == 1) {
              miss = miss || !looks.interval(Counts.of(hits, trial), 0.05).contains(0.05);
            }
          }
          missed[0] += miss ? 1 : 0;
        });

    assertThat(missed[0]).isLessThanOrEqualTo(CoverageStudy.allowedMisses(runs, 0.05));
  }
}
