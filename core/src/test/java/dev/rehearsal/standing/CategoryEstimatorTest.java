package dev.rehearsal.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.drift.DriftWatch;
import dev.rehearsal.drift.DriftWatch.Direction;
import dev.rehearsal.drift.DriftWatch.Method;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.LinearBet;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.Scores;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class CategoryEstimatorTest {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final LanePair PAIR = new LanePair("production", "candidate", true);

  @Test
  void countsEveryVerdictOnceInItsOwnColumn() {
    CategoryEstimator estimator = new CategoryEstimator(question(List.of(), false, 10, true));
    estimator.observe(both(1, Verdict.graded(true), Verdict.graded(false)));
    estimator.observe(both(2, new Verdict.Ungraded("timeout"), Verdict.graded(true)));
    estimator.observe(both(3, new Verdict.NotApplicable("x"), new Verdict.NotApplicable("x")));
    estimator.observe(both(4, Verdict.graded(true), Verdict.graded(true)));

    CategoryStanding standing = estimator.standing();
    assertThat(standing.estimates())
        .extracting(Estimate::counts)
        .containsExactly(new Counts(2, 2, 1, 1), new Counts(2, 3, 0, 1));
    assertThat(standing.comparisons().get(0).counts()).isEqualTo(new PairedCounts(1, 1, 0, 0));
  }

  @Test
  void looksOnlyAtMultiplesOfLookEvery() {
    CategoryEstimator estimator =
        new CategoryEstimator(question(List.of(new StopRule.Threshold(0.5)), false, 50, true));
    feed(estimator, 49, n -> false, n -> false);
    assertThat(estimator.standing().decided()).isFalse();
    estimator.observe(both(50, Verdict.graded(false), Verdict.graded(false)));
    assertThat(estimator.standing().decidedAt()).hasValue(50);
    assertThat(estimator.standing().estimates())
        .extracting(Estimate::state)
        .containsOnly(State.BELOW);
  }

  @Test
  void isFrozenAtTheLookThatDecidedIt() {
    CategoryEstimator estimator =
        new CategoryEstimator(question(List.of(new StopRule.Threshold(0.5)), false, 50, true));
    feed(estimator, 50, n -> false, n -> false);
    CategoryStanding decided = estimator.standing();
    estimator.observe(both(51, Verdict.graded(true), Verdict.graded(true)));
    estimator.look();
    assertThat(estimator.standing()).isEqualTo(decided);
  }

  @Test
  void decidesAsIfMissingVerdictsWereBad() {
    CategoryEstimator estimator =
        new CategoryEstimator(question(List.of(new StopRule.Threshold(0.1)), false, 10, true));
    Verdict late = new Verdict.Ungraded("timeout");
    for (long n = 1; n <= 100; n++) {
      estimator.observe(both(n, Verdict.graded(false), n <= 10 ? late : Verdict.graded(false)));
    }
    Estimate complete = estimator.standing().estimates().get(0);
    Estimate missing = estimator.standing().estimates().get(1);
    assertThat(complete.state()).isEqualTo(State.BELOW);
    assertThat(complete.missing()).isEmpty();
    assertThat(missing.interval().high()).isLessThan(0.1);
    assertThat(missing.missing().orElseThrow().interval().high()).isGreaterThan(0.1);
    assertThat(missing.state()).isEqualTo(State.UNDECIDED);

    for (long n = 101; n <= 400; n++) {
      estimator.observe(both(n, Verdict.graded(false), Verdict.graded(false)));
    }
    assertThat(estimator.standing().estimates().get(1).state()).isEqualTo(State.BELOW);
    assertThat(estimator.standing().decided()).isTrue();
  }

  @Test
  void countsEachUserOnceAndTheLastNotAtAll() {
    CategoryEstimator estimator =
        new CategoryEstimator(
            new CategoryQuestion(
                    "refusal",
                    "prefixes",
                    OptionalLong.empty(),
                    List.of("candidate"),
                    List.of(),
                    Map.of("candidate", LU7),
                    LU7,
                    List.of(),
                    Optional.empty(),
                    0.05,
                    0.05,
                    10,
                    true)
                .withObserved(Observed.UNITS));
    estimator.observe(of(1, "a", Verdict.graded(true)));
    estimator.observe(of(2, "a", Verdict.graded(false)));
    estimator.observe(of(3, "b", Verdict.graded(false)));
    estimator.observe(of(4, "b", new Verdict.Ungraded("timeout")));
    estimator.observe(of(5, "c", new Verdict.NotApplicable("x")));
    estimator.observe(of(6, "d", Verdict.graded(false)));
    estimator.observe(of(7, "e", Verdict.graded(true)));

    Estimate estimate = estimator.standing().estimates().get(0);
    assertThat(estimate.counts()).isEqualTo(new Counts(1, 4, 1, 1));
    assertThat(estimate.units().orElseThrow().number()).isEqualTo(3);
    assertThat(estimate.rate()).hasValue(0.5 / 3);
    assertThat(estimate.method()).isEqualTo("linear-bet");
    assertThat(estimate.interval())
        .isEqualTo(new LinearBet().interval(Scores.of(Map.of(0.5, 1, 0.0, 2)), 0.05));
  }

  @Test
  void addsUpTheSlicesOfATargetMixAndNoOthers() {
    CategoryEstimator estimator =
        new CategoryEstimator(
            question(List.of(), false, 10, true).withMix(Map.of("l=de", 0.75, "l=en", 0.25)));
    for (long n = 1; n <= 40; n++) {
      String slice = n <= 10 ? "l=de" : n <= 30 ? "l=en" : "l=fr";
      estimator.observe(
          new Resolved(
              n,
              List.of(slice, "other=" + n),
              Map.of("production", Map.of("refusal", Verdict.graded(n % 5 == 0 || n > 30)))));
    }
    Estimate mixed =
        estimator.standing().estimates().stream()
            .filter(e -> e.slice().equals(Estimate.TARGET_MIX))
            .findFirst()
            .orElseThrow();
    Interval german = LU7.interval(Counts.of(2, 10), 0.025);
    Interval english = LU7.interval(Counts.of(4, 20), 0.025);

    assertThat(mixed.counts()).isEqualTo(Counts.of(6, 30));
    assertThat(mixed.rate().orElseThrow()).isCloseTo(0.2, within(1e-12));
    assertThat(mixed.interval().low())
        .isCloseTo(0.75 * german.low() + 0.25 * english.low(), within(1e-12));
    assertThat(mixed.interval().high())
        .isCloseTo(0.75 * german.high() + 0.25 * english.high(), within(1e-12));
  }

  private static Resolved of(long number, String unit, Verdict verdict) {
    return new Resolved(number, unit, List.of(), Map.of("candidate", Map.of("refusal", verdict)));
  }

  @Test
  void waitsUntilEveryLaneAndComparisonIsSettled() {
    CategoryEstimator estimator =
        new CategoryEstimator(question(List.of(new StopRule.Threshold(0.2)), true, 10, true));
    feed(estimator, 200, n -> n % 2 == 0, n -> n % 2 == 0);
    CategoryStanding equal = estimator.standing();
    assertThat(equal.estimates()).extracting(Estimate::state).containsOnly(State.ABOVE);
    assertThat(equal.comparisons().get(0).state()).isEqualTo(State.UNDECIDED);
    assertThat(equal.decided()).isFalse();

    for (long n = 201; n <= 400; n++) {
      estimator.observe(both(n, Verdict.graded(true), Verdict.graded(false)));
    }
    assertThat(estimator.standing().comparisons().get(0).state()).isEqualTo(State.DECREASED);
    assertThat(estimator.standing().decided()).isTrue();
  }

  @Test
  void readsOnWhenThePlanSaysNotToStop() {
    CategoryEstimator estimator =
        new CategoryEstimator(question(List.of(new StopRule.Threshold(0.5)), false, 10, false));
    feed(estimator, 300, n -> false, n -> false);
    assertThat(estimator.standing().decided()).isFalse();
    assertThat(estimator.standing().estimates().get(0).state()).isEqualTo(State.BELOW);
    assertThat(estimator.standing().estimates().get(0).counts().trials()).isEqualTo(300);
  }

  @Test
  void neverDecidesACategoryWithoutRules() {
    CategoryEstimator estimator = new CategoryEstimator(question(List.of(), false, 10, true));
    feed(estimator, 1000, n -> false, n -> true);
    assertThat(estimator.standing().decided()).isFalse();
  }

  @Test
  void refusesAGapInTheAdmissionOrder() {
    CategoryEstimator estimator = new CategoryEstimator(question(List.of(), false, 10, true));
    assertThatThrownBy(() -> estimator.observe(both(2, Verdict.graded(true), Verdict.graded(true))))
        .hasMessageContaining("expected admission number 1, was 2");
  }

  @Test
  void keepsABoundedNumberOfSlicesAndCountsTheRestTogether() {
    CategoryEstimator estimator = new CategoryEstimator(question(List.of(), false, 10, true));
    int more = 7;
    for (int n = 1; n <= LaneEstimates.MOST_SLICES + more; n++) {
      estimator.observe(
          new Resolved(
              n,
              List.of("user=" + n),
              Map.of("production", Map.of("refusal", Verdict.graded(false)))));
    }
    assertThat(estimator.standing().estimates())
        .filteredOn(e -> e.slice().equals(LaneEstimates.OTHER_SLICES))
        .singleElement()
        .satisfies(e -> assertThat(e.counts().trials()).isEqualTo(more));
  }

  @Test
  void alarmsWhenNoRateIsLeftThatAllLooksAllow() {
    CategoryEstimator estimator = new CategoryEstimator(question(List.of(), false, 50, false));

    feed(estimator, 2_000, n -> n > 1_000 && n % 2 == 0, n -> n % 20 == 0);

    assertThat(estimator.standing().alarms())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.lane()).isEqualTo("production");
              assertThat(alarm.at()).isBetween(1_001L, 1_200L).matches(at -> at % 50 == 0);
            });
  }

  @Test
  void watchesTheLaneThatIsAskedForByItsVerdictsAlone() {
    DriftWatch watch = DriftWatch.of("production", Method.E_SR, Direction.INCREASE, 0.05, 1_000);
    CategoryEstimator estimator =
        new CategoryEstimator(question(List.of(), false, 50, false).withDrift(Optional.of(watch)));

    feed(estimator, 1_000, n -> n % 20 == 0, n -> true);
    assertThat(estimator.standing().alarms()).isEmpty();
    for (long n = 1_001; n <= 1_300; n++) {
      estimator.observe(
          both(
              n,
              n % 2 == 0 ? new Verdict.Ungraded("no label") : Verdict.graded(n % 5 == 0),
              Verdict.graded(true)));
    }

    assertThat(estimator.standing().alarms())
        .singleElement()
        .isInstanceOfSatisfying(
            Alarm.Drifted.class,
            alarm -> {
              assertThat(alarm.category()).isEqualTo("refusal");
              assertThat(alarm.change().since()).isBetween(980L, 1_020L);
              assertThat(alarm.at()).isBetween(1_020L, 1_200L);
              assertThat(alarm.change().trials()).isLessThan(alarm.at() - alarm.change().since());
            });
  }

  private static void feed(
      CategoryEstimator estimator, long count, LongPredicate production, LongPredicate candidate) {
    for (long n = 1; n <= count; n++) {
      estimator.observe(
          both(n, Verdict.graded(production.test(n)), Verdict.graded(candidate.test(n))));
    }
  }

  private static Resolved both(long number, Verdict production, Verdict candidate) {
    return new Resolved(
        number,
        List.of(),
        Map.of(
            "production", Map.of("refusal", production),
            "candidate", Map.of("refusal", candidate)));
  }

  private static CategoryQuestion question(
      List<StopRule> rules, boolean baseline, int lookEvery, boolean stops) {
    return new CategoryQuestion(
        "refusal",
        "all prefixes",
        OptionalLong.empty(),
        List.of("production", "candidate"),
        List.of(PAIR),
        Map.of("production", LU7, "candidate", LU7),
        LU7,
        rules,
        baseline ? Optional.of(new StopRule.Baseline()) : Optional.empty(),
        0.05,
        0.05,
        lookEvery,
        stops);
  }

  @Test
  void comparesExactlyTheCompletePairsOnceALogIsReadToItsEnd() {
    long log = 40;
    RateSequence exact = WithoutReplacement.of(BetaMixture.logUniform(), log);
    CategoryEstimator estimator =
        new CategoryEstimator(
            new CategoryQuestion(
                "refusal",
                "prefixes",
                OptionalLong.of(log),
                List.of("production", "candidate"),
                List.of(PAIR),
                Map.of("production", exact, "candidate", exact),
                LU7,
                List.of(),
                Optional.empty(),
                0.05,
                0.05,
                10,
                true));
    for (long n = 1; n <= log; n++) {
      Verdict candidate =
          n % 10 == 0 ? new Verdict.Ungraded("reply failed") : Verdict.graded(n % 4 == 0);
      estimator.observe(both(n, Verdict.graded(n % 2 == 0), candidate));
    }
    Comparison comparison = estimator.standing().comparisons().get(0);
    assertThat(comparison.counts()).isEqualTo(new PairedCounts(8, 8, 0, 20));
    assertThat(comparison.ratio()).hasValue(0.5);
    assertThat(comparison.interval()).isEqualTo(new RatioInterval(0.5, 0.5));
  }
}
