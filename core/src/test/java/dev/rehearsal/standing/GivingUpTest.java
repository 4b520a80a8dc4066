package dev.rehearsal.standing;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongPredicate;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GivingUpTest {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final StopRule TENTH = new StopRule.Threshold(0.1);
  private static final double ALPHA = 0.05;

  @Test
  void givesUpWhatTheRestWouldHardlySettle() {
    // A tenth of the prefixes are hits, and the threshold is a tenth.
    CategoryEstimator estimator = estimator(List.of(TENTH), 200, 0.05);
    feed(estimator, 200, n -> n % 10 == 0);
    CategoryStanding standing = estimator.standing();

    assertThat(standing.futile()).isTrue();
    assertThat(standing.decided()).isTrue();
    assertThat(standing.decidedAt().orElseThrow()).isLessThan(200).isGreaterThan(20);
    Estimate estimate = standing.estimates().get(0);
    assertThat(estimate.state()).isEqualTo(State.FUTILE);
    assertThat(estimate.counts().trials()).isEqualTo(standing.decidedAt().orElseThrow());
    assertThat(estimate.interval()).isEqualTo(LU7.interval(estimate.counts(), ALPHA));
  }

  @Test
  void goesOnWhileAnyRuleHasAChance() {
    // The absolute precision is met for sure: only the threshold is hopeless.
    List<StopRule> rules = List.of(TENTH, new StopRule.Absolute(0.1));
    CategoryEstimator estimator = estimator(rules, 200, 0.05);
    feed(estimator, 200, n -> n % 10 == 0);
    CategoryEstimator alone = estimator(List.of(TENTH), 200, 0.05);
    feed(alone, 200, n -> n % 10 == 0);

    assertThat(estimator.standing().decidedAt().orElseThrow())
        .isGreaterThan(alone.standing().decidedAt().orElseThrow());
    assertThat(estimator.standing().estimates().get(0).interval().width()).isLessThan(0.2);
    assertThat(estimator.standing().estimates().get(0).state()).isEqualTo(State.FUTILE);
  }

  @Test
  void neverGivesUpWithoutBeingTold() {
    CategoryEstimator never = estimator(List.of(TENTH), 200, 0);
    feed(never, 200, n -> n % 10 == 0);
    CategoryEstimator unknown =
        new CategoryEstimator(
            question(List.of(TENTH), LU7)
                .withReach(new Reach(OptionalLong.empty(), Map.of(), 0.05)));
    feed(unknown, 200, n -> n % 10 == 0);

    assertThat(never.standing().decided()).isFalse();
    assertThat(unknown.standing().decided()).isFalse();
  }

  @Test
  void neverGivesUpMeansOfUnitsWhoseNumberNobodyKnows() {
    CategoryQuestion question =
        question(List.of(TENTH), LU7)
            .withReach(new Reach(OptionalLong.of(200), Map.of(), 0.5))
            .withObserved(Observed.UNITS);
    CategoryEstimator estimator = new CategoryEstimator(question);
    for (long n = 1; n <= 190; n++) {
      estimator.observe(one(n, n % 10 == 0));
    }

    assertThat(estimator.standing().decided()).isFalse();
    assertThat(Further.of(question, estimator.standing(), 190)).isEmpty();
  }

  @Test
  void endOfTheLogIsNoReasonToGiveUp() {
    CategoryEstimator estimator = estimator(List.of(TENTH), 10, 0.05);
    feed(estimator, 10, n -> false);
    estimator.look();

    assertThat(estimator.standing().decided()).isFalse();
    assertThat(estimator.standing().estimates().get(0).state()).isEqualTo(State.UNDECIDED);
  }

  @Test
  void neverGivesUpALogWhoseEndWillTell() {
    forAll(
        30,
        random -> {
          long log = 101 + 2L * random.nextInt(60);
          RateSequence exact = WithoutReplacement.of(BetaMixture.logUniform(), log);
          CategoryEstimator estimator =
              new CategoryEstimator(
                  question(List.of(TENTH), exact)
                      .withReach(new Reach(OptionalLong.of(log), Map.of("candidate", log), 0.9)));
          feed(estimator, log, n -> random.nextInt(10) == 0);
          estimator.look();
          Estimate estimate = estimator.standing().estimates().get(0);

          assertThat(estimate.state()).isNotEqualTo(State.FUTILE);
        });
  }

  @Test
  void givesUpAtTheSameLookHoweverTheRunIsCut() {
    forAll(
        50,
        random -> {
          long seed = random.nextLong();
          CategoryEstimator whole = estimator(List.of(TENTH), 400, 0.05);
          CategoryEstimator cut = estimator(List.of(TENTH), 400, 0.05);
          Random hits = new Random(seed);
          feed(whole, 400, n -> hits.nextInt(10) == 0);
          Random again = new Random(seed);
          for (long n = 1; n <= 400; n++) {
            cut.observe(one(n, again.nextInt(10) == 0));
            if (random.nextInt(7) == 0) {
              cut.standing(); // what a refresh of the display, or a kill and a resume, asks for
            }
          }

          assertThat(cut.standing()).isEqualTo(whole.standing());
        });
  }

  @Test
  void intervalsOfGivenUpRunsHoldTheTruth() {
    study(400);
  }

  @Tag("slow")
  @Test
  void intervalsOfGivenUpRunsHoldTheTruthInManyRuns() {
    study(2_000);
  }

  /** The interval at the stop, whatever stopped the run: giving up must not cost coverage. */
  private static void study(int runs) {
    Random seeds = new Random(11);
    int missed = 0;
    int futile = 0;
    for (int run = 0; run < runs; run++) {
      Random random = new Random(seeds.nextLong());
      double rate = 0.12;
      CategoryEstimator estimator = estimator(List.of(TENTH), 600, 0.2);
      feed(estimator, 600, n -> random.nextDouble() < rate);
      Estimate estimate = estimator.standing().estimates().get(0);
      missed += estimate.interval().contains(rate) ? 0 : 1;
      futile += estimator.standing().futile() ? 1 : 0;
    }
    int allowed = new BinomialDistribution(runs, ALPHA).inverseCumulativeProbability(0.999);
    System.out.printf(
        "futility | missed %d of %d, at most %d | given up %d%n", missed, runs, allowed, futile);

    assertThat(missed).isLessThanOrEqualTo(allowed);
    assertThat(futile).as("the study must give up").isGreaterThan(runs / 4);
  }

  private static CategoryEstimator estimator(List<StopRule> rules, long prefixes, double chance) {
    return new CategoryEstimator(
        question(rules, LU7).withReach(new Reach(OptionalLong.of(prefixes), Map.of(), chance)));
  }

  private static CategoryQuestion question(List<StopRule> rules, RateSequence sequence) {
    return new CategoryQuestion(
        "refusal",
        "prefixes",
        OptionalLong.empty(),
        List.of("candidate"),
        List.of(),
        Map.of("candidate", sequence),
        LU7,
        rules,
        Optional.empty(),
        ALPHA,
        ALPHA,
        10,
        true);
  }

  private static void feed(CategoryEstimator estimator, long prefixes, LongPredicate hit) {
    for (long n = 1; n <= prefixes; n++) {
      estimator.observe(one(n, hit.test(n)));
    }
  }

  private static Resolved one(long number, boolean violates) {
    return new Resolved(
        number, List.of(), Map.of("candidate", Map.of("refusal", Verdict.graded(violates))));
  }
}
