package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What holds for every method, on counts of all sizes. */
class SequencePropertiesTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void holdsTheObservedRate() {
    forAll(
        2_000,
        random -> {
          SequenceCase some = SequenceCase.any(random);

          assertThat(some.interval(some.counts()).contains(some.counts().rate().orElseThrow()))
              .as(some.toString())
              .isTrue();
        });
  }

  @Test
  void knowsNothingBeforeTheFirstTrial() {
    forAll(
        50,
        random -> {
          SequenceCase some = SequenceCase.any(random);

          assertThat(some.interval(Counts.NONE)).isEqualTo(Interval.UNKNOWN);
          assertThat(some.sequence().worstCase(Counts.NONE, some.alpha()))
              .isEqualTo(Interval.UNKNOWN);
          assertThat(some.sequence().against(0.5, Counts.NONE, some.alpha()))
              .isEqualTo(Decision.UNDECIDED);
        });
  }

  @Test
  void limitsRiseWithTheHits() {
    forAll(
        2_000,
        random -> {
          SequenceCase some = SequenceCase.any(random);
          long hits = some.counts().hits();
          long trials = some.counts().trials();
          if (hits < trials) {
            Interval fewer = some.interval(Counts.of(hits, trials));
            Interval more = some.interval(Counts.of(hits + 1, trials));

            assertThat(more.low()).as(some.toString()).isGreaterThanOrEqualTo(fewer.low());
            assertThat(more.high())
                .as(some.toString())
                .isGreaterThanOrEqualTo(fewer.high() - ROUNDING);
          }
        });
  }

  @Test
  void limitsFallWithTheTrials() {
    forAll(
        2_000,
        random -> {
          SequenceCase some = SequenceCase.any(random);
          long hits = some.counts().hits();
          long trials = some.counts().trials();
          if (trials < some.room()) {
            Interval shorter = some.interval(Counts.of(hits, trials));
            Interval longer = some.interval(Counts.of(hits, trials + 1));

            assertThat(longer.low())
                .as(some.toString())
                .isLessThanOrEqualTo(shorter.low() + ROUNDING);
            assertThat(longer.high())
                .as(some.toString())
                .isLessThanOrEqualTo(shorter.high() + ROUNDING);
          }
        });
  }

  @Test
  void aSmallerAlphaGivesAnIntervalAround() {
    forAll(
        1_000,
        random -> {
          SequenceCase some = SequenceCase.any(random);
          Interval wide = some.sequence().interval(some.counts(), some.alpha() / 3);
          Interval narrow = some.interval(some.counts());

          assertThat(wide.low())
              .as(some.toString())
              .isLessThanOrEqualTo(narrow.low() * (1 + ROUNDING));
          assertThat(wide.high())
              .as(some.toString())
              .isGreaterThanOrEqualTo(narrow.high() - ROUNDING);
        });
  }

  @Test
  void theWorstCaseHoldsWhatWasDelivered() {
    forAll(
        4_000,
        random -> {
          SequenceCase some = SequenceCase.any(random).withUngraded(random);
          Interval delivered = some.interval(some.counts());
          Interval worst = some.sequence().worstCase(some.counts(), some.alpha());

          assertThat(worst.low()).as(some.toString()).isLessThanOrEqualTo(delivered.low());
          assertThat(worst.high())
              .as(some.toString())
              .isGreaterThanOrEqualTo(delivered.high() - ROUNDING);
        });
  }

  @Test
  void theWorstCaseHoldsEveryCompletion() {
    forAll(
        1_000,
        random -> {
          SequenceCase some = SequenceCase.any(random).withUngraded(random);
          Counts counts = some.counts();
          long turnedHits = (long) (random.nextDouble() * (counts.ungraded() + 1));
          Counts complete =
              Counts.of(counts.hits() + turnedHits, counts.trials() + counts.ungraded());
          Interval worst = some.sequence().worstCase(counts, some.alpha());
          Interval completed = some.interval(complete);

          assertThat(worst.low()).as(some.toString()).isLessThanOrEqualTo(completed.low());
          assertThat(worst.high())
              .as(some.toString())
              .isGreaterThanOrEqualTo(completed.high() - ROUNDING);
        });
  }

  @Test
  void decidesWhereTheIntervalDecides() {
    forAll(
        2_000,
        random -> {
          SequenceCase some = SequenceCase.any(random).withUngraded(random);
          Interval interval = some.interval(some.counts());
          double threshold =
              random.nextBoolean()
                  ? random.nextDouble()
                  : Math.min(1, interval.high() * (0.5 + random.nextDouble()));
          Decision expected =
              interval.high() < threshold
                  ? Decision.BELOW
                  : interval.low() > threshold ? Decision.ABOVE : Decision.UNDECIDED;

          assertThat(some.sequence().against(threshold, some.counts(), some.alpha()))
              .as("%s against %s", some, threshold)
              .isEqualTo(expected);
        });
  }
}
