package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WithoutReplacementTest {
  /** The reason why the delivered rate may be given for the greatest number still possible. */
  @Test
  void theDeliveredIntervalHoldsThoseOfEverySmallerNumberOfDelivered() {
    forAll(
        5_000,
        random -> {
          long trials = 1 + (long) Math.exp(random.nextDouble() * Math.log(20_000));
          long hits = (long) Math.exp(random.nextDouble() * Math.log(trials + 1.0)) - 1;
          if (random.nextInt(4) == 0) {
            hits = trials - hits;
          }
          long more = (long) Math.exp(random.nextDouble() * Math.log(1e6));
          long ungraded = 1 + random.nextInt(50);
          long delivered = trials + (long) (random.nextDouble() * (more + 1));
          double alpha = Math.exp(-0.7 - 6 * random.nextDouble());
          BetaMixture prior =
              random.nextBoolean()
                  ? BetaMixture.logUniform()
                  : BetaMixture.informed(Math.exp(-1e-3 - 12 * random.nextDouble()));
          Counts counts = new Counts(hits, trials, ungraded, 0);
          Interval shown =
              WithoutReplacement.of(prior, trials + more + ungraded).interval(counts, alpha);
          Interval known = WithoutReplacement.of(prior, delivered).interval(hits, trials, alpha);

          String what = counts + " of " + (trials + more + ungraded) + ", delivered " + delivered;
          assertThat(shown.low()).as(what).isLessThanOrEqualTo(known.low() * (1 + 1e-9));
          assertThat(1 - shown.high())
              .as(what)
              .isLessThanOrEqualTo((1 - known.high()) * (1 + 1e-9) + 1e-12);
        });
  }

  @Test
  void isNarrowerThanTheSequenceForTraffic() {
    Counts counts = Counts.of(10, 100_000);
    RateSequence traffic = ConfidenceSequence.of(BetaMixture.logUniform());
    RateSequence log = WithoutReplacement.of(BetaMixture.logUniform(), 200_000);

    assertThat(traffic.interval(counts, 0.05).contains(log.interval(counts, 0.05))).isTrue();
    assertThat(log.interval(counts, 0.05)).isEqualTo(new Interval(5.0e-5, 2.1e-4));
  }

  /**
   * One prefix is not yet admitted, so 41 hits are all there can be, but the rate so far is more.
   */
  @Test
  void theWorstCaseHoldsTheRateOfACompletionBesideTheLastWholeNumber() {
    RateSequence log = WithoutReplacement.of(BetaMixture.logUniform(), 5_854_678);

    Interval worst = log.worstCase(new Counts(40, 5_854_676, 1, 0), 0.007);

    assertThat(worst.contains(log.interval(Counts.of(41, 5_854_677), 0.007))).isTrue();
  }

  @Test
  void answersForAHundredMillionPrefixesAtOnce() {
    RateSequence sequence = WithoutReplacement.of(BetaMixture.logUniform(), 100_000_000);

    Interval interval = sequence.interval(Counts.of(5_000, 50_000_000), 0.05);

    assertThat(interval.contains(1e-4)).isTrue();
    assertThat(interval.width()).isLessThan(2e-5);
  }

  @Test
  void refusesMoreOutcomesThanThePopulationHolds() {
    RateSequence sequence = WithoutReplacement.of(BetaMixture.logUniform(), 10);

    assertThatThrownBy(() -> sequence.interval(new Counts(1, 8, 3, 0), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 trials and 3 ungraded of 10");
    assertThatThrownBy(() -> WithoutReplacement.of(BetaMixture.logUniform(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
