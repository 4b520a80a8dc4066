package dev.rehearsal.outlook;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.compare.PairedComparison;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.testing.Vectors;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FutilityTest {
  private static final ConfidenceSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  static Stream<Vectors.Case> futility() {
    return Vectors.cases("futility");
  }

  @ParameterizedTest
  @MethodSource("futility")
  void agreesOnTheChanceOfADecision(Vectors.Case row) {
    JsonNode asked = row.inputs().path("rule");
    StopRule rule =
        asked.has("r")
            ? new StopRule.Relative(asked.path("r").doubleValue())
            : new StopRule.Threshold(asked.path("tau").doubleValue());
    Counts counts = Counts.of(row.whole("k"), row.whole("n"));
    long most = row.whole("nMax");
    double alpha = row.number("alpha");
    CriticalCounts critical = CriticalCounts.of(rule, LU7, most, 0, alpha);
    double chance = Futility.chance(rule, LU7, counts, most - counts.trials(), alpha);

    if (row.expected().has("kStar")) {
      row.check("kStar", critical.atLeast());
    } else {
      row.check("kBelow", critical.atMost());
      row.check("kAbove", critical.atLeast());
    }
    row.check("pDecide", chance);
    assertThat(chance < 0.05).isEqualTo(row.expected().path("futile").booleanValue());
  }

  @Test
  void betaBinomialAddsUpAndIsTheMixtureThatItsNameSays() {
    forAll(
        200,
        random -> {
          long trials = random.nextInt(50);
          long hits = trials == 0 ? 0 : random.nextInt((int) trials + 1);
          long draws = random.nextInt(60);
          BetaBinomial law = BetaBinomial.after(hits, trials, draws);
          double sum = 0;
          double mean = 0;
          for (long k = 0; k <= draws; k++) {
            assertThat(law.atLeast(k)).isCloseTo(1 - sum, within(1e-12));
            sum += Math.exp(law.logOf(k));
            mean += k * Math.exp(law.logOf(k));
            assertThat(law.atMost(k)).isCloseTo(sum, within(1e-12));
          }
          assertThat(sum).isCloseTo(1, within(1e-12));
          assertThat(mean).isCloseTo(law.mean(), within(1e-9));
        });
  }

  @Test
  void criticalCountsAreWhereTheRuleItselfChanges() {
    forAll(
        100,
        random -> {
          long trials = 1 + random.nextInt(300);
          double alpha = Math.exp(-5 * random.nextDouble() - 1);
          StopRule rule =
              switch (random.nextInt(3)) {
                case 0 -> new StopRule.Threshold(0.5 * random.nextDouble() + 1e-3);
                case 1 -> new StopRule.Absolute(0.3 * random.nextDouble() + 1e-3);
                default -> new StopRule.Relative(1 + 5 * random.nextDouble() + 1e-3);
              };
          RateSequence sequence =
              random.nextBoolean()
                  ? LU7
                  : WithoutReplacement.of(BetaMixture.logUniform(), trials + random.nextInt(100));
          CriticalCounts critical = CriticalCounts.of(rule, sequence, trials, 0, alpha);
          for (long hits = 0; hits <= trials; hits++) {
            if (StopTimesTest.onTheBrink(rule, sequence, Counts.of(hits, trials), alpha)) {
              continue;
            }
            assertThat(hits <= critical.atMost() || hits >= critical.atLeast())
                .as("%s, alpha %s, %d hits of %d", rule, alpha, hits, trials)
                .isEqualTo(rule.evaluate(sequence, Counts.of(hits, trials), alpha).isPresent());
          }
        });
  }

  @Test
  void chanceOfAComparisonIsThatOfDrawingTheRest() {
    StopRule.Baseline rule = new StopRule.Baseline(OptionalDouble.of(1.5));
    for (PairedCounts counts :
        new PairedCounts[] {
          new PairedCounts(5, 12, 3, 400),
          new PairedCounts(0, 2, 2, 300),
          new PairedCounts(100, 110, 105, 85)
        }) {
      long further = 700;
      double alpha = 0.02;
      Well19937c random = new Well19937c(9);
      BetaDistribution rate =
          new BetaDistribution(
              random, counts.discordant() + 0.5, counts.pairs() - counts.discordant() + 0.5);
      BetaDistribution share =
          new BetaDistribution(random, counts.onlyB() + 0.5, counts.onlyA() + 0.5);
      int runs = 2_000;
      int decided = 0;
      for (int run = 0; run < runs; run++) {
        int more = draw(random, (int) further, rate.sample());
        int b = draw(random, more, share.sample());
        PairedCounts end =
            new PairedCounts(
                counts.both(), counts.onlyA() + more - b, counts.onlyB() + b, counts.neither());
        decided += new PairedComparison(end, alpha).state(rule) != State.UNDECIDED ? 1 : 0;
      }

      assertThat(Futility.chance(rule, counts, further, alpha))
          .isCloseTo((double) decided / runs, within(0.04));
    }
  }

  @Test
  void nothingToComeMeansDecidedOrNot() {
    StopRule rule = new StopRule.Threshold(0.1);

    assertThat(Futility.chance(rule, LU7, Counts.of(0, 1_000), 0, 0.05)).isEqualTo(1);
    assertThat(Futility.chance(rule, LU7, Counts.of(1, 10), 0, 0.05)).isZero();
    assertThat(Futility.chance(rule, LU7, Counts.NONE, 0, 0.05)).isZero();
    assertThat(Futility.chance(new StopRule.Baseline(), PairedCounts.NONE, 0, 0.05)).isZero();
  }

  @Test
  void wholeLogDecidesWhateverItHolds() {
    RateSequence sequence = WithoutReplacement.of(BetaMixture.logUniform(), 401);

    assertThat(
            Futility.chance(new StopRule.Threshold(0.1), sequence, Counts.of(11, 100), 301, 0.001))
        .isCloseTo(1, within(1e-12));
  }

  private static int draw(Well19937c random, int draws, double rate) {
    return draws == 0 ? 0 : new BinomialDistribution(random, draws, rate).sample();
  }
}
