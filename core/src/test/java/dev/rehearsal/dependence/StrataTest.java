package dev.rehearsal.dependence;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Decision;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.WithoutReplacement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrataTest {
  private static final ConfidenceSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  @Test
  void aStratumThatNobodySawMayHaveAnyRate() {
    Strata mixed = new Strata(List.of(known(0.9, Counts.of(0, 1_000)), known(0.1, Counts.NONE)));

    assertThat(mixed.rate()).isEmpty();
    assertThat(mixed.effectiveSize()).isEmpty();
    assertThat(mixed.interval(0.05).low()).isZero();
    assertThat(mixed.interval(0.05).high()).isBetween(0.1, 0.11);
    assertThat(mixed.worstCase(0.05)).isEqualTo(mixed.interval(0.05));
  }

  @Test
  void aStratumThatIsNothingTakesNoPartOfTheError() {
    Counts counts = Counts.of(7, 1_000);

    assertThat(new Strata(List.of(known(1, counts), known(0, Counts.NONE))).interval(0.05))
        .isEqualTo(LU7.interval(counts, 0.05));
  }

  /** Strata that are all one population: the mix says what one interval says, a little wider. */
  @Test
  void theMixOfEqualStrataHoldsTheirRate() {
    forAll(
        200,
        random -> {
          long hits = random.nextInt(50);
          Counts counts = new Counts(hits, 1_000, random.nextInt(20), 0);
          double share = 0.01 + 0.98 * random.nextDouble();
          Strata mixed = new Strata(List.of(known(share, counts), known(1 - share, counts)));
          Interval interval = mixed.interval(0.05);

          assertThat(mixed.rate().orElseThrow()).isCloseTo(hits / 1e3, within(1e-12));
          assertThat(interval.low()).isCloseTo(LU7.interval(counts, 0.025).low(), within(1e-12));
          assertThat(interval.high()).isCloseTo(LU7.interval(counts, 0.025).high(), within(1e-12));
          assertThat(mixed.worstCase(0.05).contains(interval)).isTrue();
        });
  }

  /** With weights 1, 1, 2: (1·3 + 1·4 + 2·5)² / (1·3 + 1·4 + 4·5). */
  @Test
  void isWorthFewerEqualObservationsTheMoreTheWeightsDiffer() {
    Strata mixed =
        new Strata(
            List.of(
                known(3 / 17.0, Counts.of(0, 3)),
                known(4 / 17.0, Counts.of(0, 4)),
                known(10 / 17.0, Counts.of(0, 5))));

    assertThat(mixed.effectiveSize().orElseThrow()).isCloseTo(17.0 * 17 / 27, within(1e-12));
    forAll(
        200,
        random -> {
          List<Strata.Stratum> parts = random(random, true);
          long all = parts.stream().mapToLong(Strata.Stratum::observations).sum();
          assertThat(new Strata(parts).effectiveSize().orElseThrow())
              .isLessThanOrEqualTo(all * (1 + 1e-12));
        });
  }

  /** scipy 1.17: beta.ppf for the shares, brentq for the rates; then all 2³ corners of the box. */
  @Test
  void sharesThatAreNotKnownHaveBoundsAtATenthOfTheError() {
    Strata mixed =
        new Strata(
            List.of(
                inLog(300, 10_000, Counts.of(30, 300)),
                inLog(2_000, 10_000, Counts.of(10, 1_000)),
                inLog(7_700, 10_000, Counts.of(2, 2_000))));

    assertThat(mixed.rate().orElseThrow())
        .isCloseTo(0.03 * 0.1 + 0.2 * 0.01 + 0.77 * 0.001, within(1e-12));
    Interval interval = mixed.interval(0.05);
    assertThat(interval.low()).isCloseTo(0.0015541650872931, within(1e-13));
    assertThat(interval.high()).isCloseTo(0.0167435200267757, within(1e-13));
  }

  /** No choice of shares within their bounds has a rate outside, and some have its ends. */
  @Test
  void theIntervalIsThatOfTheWorstSharesWithinTheirBounds() {
    forAll(
        200,
        random -> {
          Strata mixed = new Strata(random(random, false));
          Interval interval = mixed.interval(0.05);
          Interval corners = byCorners(mixed, 0.05);

          assertThat(interval.low()).isCloseTo(corners.low(), within(1e-12));
          assertThat(interval.high()).isCloseTo(corners.high(), within(1e-12));
          assertThat(interval.contains(mixed.rate().orElseThrow())).isTrue();
        });
  }

  @Test
  void sharesOfALogAreExactAndItsRateIsOnceAllOfItIsRead() {
    List<Strata.Stratum> all =
        List.of(
            new Strata.Stratum(
                new Share.Known(0.25),
                CountedRate.amongGraded(
                    WithoutReplacement.of(BetaMixture.logUniform(), 100), Counts.of(50, 100)),
                100),
            new Strata.Stratum(
                new Share.Known(0.75),
                CountedRate.amongGraded(
                    WithoutReplacement.of(BetaMixture.logUniform(), 300), Counts.of(30, 300)),
                300));

    assertThat(new Strata(all).interval(0.05).low()).isCloseTo(0.2, within(1e-12));
    assertThat(new Strata(all).interval(0.05).high()).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void decidesByTheMixAndByWhatIsMissing() {
    Strata mixed =
        new Strata(List.of(known(0.9, Counts.of(0, 9_000)), known(0.1, Counts.of(50, 500))));
    Interval interval = mixed.interval(0.05);

    assertThat(mixed.against(interval.high() * 1.01, 0.05)).isEqualTo(Decision.BELOW);
    assertThat(mixed.against(interval.high() * 0.99, 0.05)).isEqualTo(Decision.UNDECIDED);
    assertThat(mixed.against(interval.low() * 0.99, 0.05)).isEqualTo(Decision.ABOVE);
    assertThat(mixed.missing(0.05, OptionalDouble.of(0.02))).isEmpty();

    Strata missing =
        new Strata(
            List.of(
                known(0.9, Counts.of(0, 9_000)),
                new Strata.Stratum(
                    new Share.Known(0.1),
                    new CountedRate(LU7, new Counts(50, 500, 50, 0), OptionalDouble.of(10)),
                    500)));
    assertThat(missing.against(interval.high() * 1.01, 0.05)).isEqualTo(Decision.UNDECIDED);
    assertThat(missing.missing(0.05, OptionalDouble.empty()).orElseThrow().interval().high())
        .isGreaterThan(interval.high() * 1.5);
  }

  private static Interval byCorners(Strata mixed, double alpha) {
    int strata = mixed.parts().size();
    double low = 1;
    double high = 0;
    for (int corner = 0; corner < 1 << strata; corner++) {
      double weights = 0;
      double least = 0;
      double most = 0;
      for (int i = 0; i < strata; i++) {
        Interval share = mixed.parts().get(i).share().within(0.1 * alpha / strata);
        Interval rate = mixed.parts().get(i).evidence().interval(0.9 * alpha / strata);
        double weight = (corner >> i & 1) == 1 ? share.high() : share.low();
        weights += weight;
        least += weight * rate.low();
        most += weight * rate.high();
      }
      low = Math.min(low, least / weights);
      high = Math.max(high, most / weights);
    }
    return new Interval(low, high);
  }

  private static List<Strata.Stratum> random(Random random, boolean known) {
    int strata = 1 + random.nextInt(5);
    long[] sizes = random.longs(strata, 10, 1_000).toArray();
    long all = Arrays.stream(sizes).sum();
    List<Strata.Stratum> parts = new ArrayList<>();
    for (long size : sizes) {
      long trials = 1 + random.nextInt((int) size);
      Counts counts = Counts.of(random.nextInt((int) Math.min(20, trials) + 1), trials);
      parts.add(known ? known((double) size / all, counts) : inLog(size, all, counts));
    }
    return parts;
  }

  private static Strata.Stratum known(double share, Counts counts) {
    return new Strata.Stratum(new Share.Known(share), rate(counts), counts.trials());
  }

  private static Strata.Stratum inLog(long members, long all, Counts counts) {
    return new Strata.Stratum(new Share.InLog(members, all), rate(counts), counts.trials());
  }

  private static RateEvidence rate(Counts counts) {
    return CountedRate.amongGraded(LU7, counts);
  }
}
