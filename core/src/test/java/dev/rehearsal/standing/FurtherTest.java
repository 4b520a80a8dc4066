package dev.rehearsal.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class FurtherTest {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final StopRule FIVE_PER_CENT = new StopRule.Threshold(0.05);
  private static final LanePair PAIR = new LanePair("production", "candidate", true);

  @Test
  void guessesWhereRunsOfThatRateStop() {
    CategoryQuestion question = question(List.of(FIVE_PER_CENT), LU7, 2_000);
    Further further = further(question, 100, n -> n % 50 == 0);
    double rate = 2.5 / 101;
    Random random = new Random(4);
    int runs = 400;
    double sum = 0;
    double ended = 0;
    for (int run = 0; run < runs; run++) {
      CategoryEstimator estimator = new CategoryEstimator(question);
      long n = 0;
      while (!estimator.standing().decided()) {
        n++;
        estimator.observe(both(n, n <= 100 ? n % 50 == 0 : random.nextDouble() < rate, false));
      }
      sum += n;
      ended += n <= 2_000 ? 1 : 0;
    }

    assertThat(further.at().orElseThrow()).isCloseTo(sum / runs, within(0.12 * sum / runs));
    assertThat(further.chance()).isCloseTo(ended / runs, within(0.05));
  }

  @Test
  void waitsForTheSlowestRule() {
    Further one = further(question(List.of(FIVE_PER_CENT), LU7, 20_000), 100, n -> n % 50 == 0);
    Further both =
        further(
            question(List.of(FIVE_PER_CENT, new StopRule.Relative(1.5)), LU7, 20_000),
            100,
            n -> n % 50 == 0);

    assertThat(both.at().orElseThrow()).isGreaterThan(2 * one.at().orElseThrow());
    assertThat(both.chance()).isLessThanOrEqualTo(one.chance());
  }

  @Test
  void isTheEndOfALogAtTheLatest() {
    long log = 400;
    Further further =
        further(
            question(
                List.of(new StopRule.Threshold(0.1012)),
                WithoutReplacement.of(BetaMixture.logUniform(), log),
                log),
            100,
            n -> n % 10 == 0);

    assertThat(further.at().orElseThrow()).isBetween(300.0, 400.0);
    assertThat(further.chance()).isEqualTo(1);
  }

  @Test
  void hasAGuessForComparisonsToo() {
    CategoryQuestion question =
        new CategoryQuestion(
                "refusal",
                "prefixes",
                OptionalLong.empty(),
                List.of("production", "candidate"),
                List.of(PAIR),
                Map.of("production", LU7, "candidate", LU7),
                LU7,
                List.of(),
                Optional.of(new StopRule.Baseline()),
                0.05,
                0.05,
                10,
                true)
            .withReach(new Reach(OptionalLong.of(300), Map.of(), 0));
    CategoryEstimator estimator = new CategoryEstimator(question);
    for (long n = 1; n <= 100; n++) {
      estimator.observe(both(n, n % 10 == 0, n % 20 == 0));
    }
    Further further = Further.of(question, estimator.standing(), 100).orElseThrow();

    assertThat(further.at().orElseThrow()).isBetween(110.0, 400.0);
    assertThat(further.chance()).isBetween(0.3, 1.0);
  }

  @Test
  void hasNothingToSayOfWhatIsDecidedOrNeverWillBe() {
    CategoryQuestion decided = question(List.of(new StopRule.Threshold(0.5)), LU7, 1_000);
    CategoryEstimator estimator = new CategoryEstimator(decided);
    for (long n = 1; n <= 100; n++) {
      estimator.observe(both(n, false, false));
    }
    CategoryQuestion open = question(List.of(), LU7, 1_000);

    assertThat(Further.of(decided, estimator.standing(), 100)).isEmpty();
    assertThat(Further.of(open, new CategoryEstimator(open).standing(), 0)).isEmpty();
    assertThat(
            further(
                    question(List.of(new StopRule.Threshold(0.1)), LU7, 1_000),
                    995,
                    n -> n % 10 == 0)
                .at())
        .isEmpty();
  }

  private static Further further(CategoryQuestion question, long prefixes, LongPredicate hit) {
    CategoryEstimator estimator = new CategoryEstimator(question);
    for (long n = 1; n <= prefixes; n++) {
      estimator.observe(both(n, hit.test(n), false));
    }
    return Further.of(question, estimator.standing(), prefixes).orElseThrow();
  }

  private static CategoryQuestion question(
      List<StopRule> rules, RateSequence sequence, long prefixes) {
    Map<String, Long> trials =
        sequence instanceof WithoutReplacement ? Map.of("production", prefixes) : Map.of();
    return new CategoryQuestion(
            "refusal",
            "prefixes",
            OptionalLong.empty(),
            List.of("production"),
            List.of(),
            Map.of("production", sequence),
            LU7,
            rules,
            Optional.empty(),
            0.05,
            0.05,
            10,
            true)
        .withReach(new Reach(OptionalLong.of(prefixes), trials, 0));
  }

  private static Resolved both(long number, boolean production, boolean candidate) {
    return new Resolved(
        number,
        List.of(),
        Map.of(
            "production", Map.of("refusal", Verdict.graded(production)),
            "candidate", Map.of("refusal", Verdict.graded(candidate))));
  }
}
