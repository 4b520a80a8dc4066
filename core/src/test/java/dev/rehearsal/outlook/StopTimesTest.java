package dev.rehearsal.outlook;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.testing.Vectors;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StopTimesTest {
  private static final StopTimes AT_EVERY_TRIAL = new StopTimes(2_000, 1, Long.MAX_VALUE);
  private static final ConfidenceSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  static Stream<Vectors.Case> expectedN() {
    return Vectors.cases("monte_carlo")
        .filter(row -> row.inputs().path("kind").textValue().equals("expected-n"));
  }

  @ParameterizedTest
  @MethodSource("expectedN")
  void agreesOnExpectedTrials(Vectors.Case row) {
    double rate = row.number("p");
    double threshold = row.number("tau");
    JsonNode prior = row.inputs().path("prior");
    RateSequence sequence =
        prior.isTextual()
            ? LU7
            : ConfidenceSequence.of(BetaMixture.informed(prior.path("p0").doubleValue()));
    StopTime time =
        AT_EVERY_TRIAL.rate(
            RateBoundary.endless(new StopRule.Threshold(threshold), sequence, row.number("alpha")),
            rate,
            0,
            0,
            false);
    double tolerance = row.json().path("tolerance").path("relTol").doubleValue();

    closeTo(time.mean().orElseThrow(), row.expected().path("meanN"), tolerance);
    closeTo(time.median().orElseThrow(), row.expected().path("medianN"), 1.5 * tolerance);
    assertThat(rate < threshold ? time.high() : 1 - time.high())
        .isLessThanOrEqualTo(row.expected().path("wrongAtMost").doubleValue());
  }

  /**
   * Table of the hits at which a ratio of limits is small enough: they do not depend on the rate.
   */
  @ParameterizedTest
  @CsvSource({
    "1.25, 0.05, 313", "1.5, 0.05, 88", "2, 0.05, 28", "3, 0.05, 11",
    "1.25, 0.0025, 440", "1.5, 0.0025, 127", "2, 0.0025, 42", "3, 0.0025, 17"
  })
  void relativePrecisionTakesAFixedNumberOfHits(double factor, double alpha, int hits) {
    for (double rate : new double[] {1e-4, 1e-2}) {
      StopTime time =
          AT_EVERY_TRIAL.rate(
              RateBoundary.endless(new StopRule.Relative(factor), LU7, alpha), rate, 0, 0, false);

      assertThat(time.mean().orElseThrow() * rate).isCloseTo(hits, within(0.05 * hits + 0.5));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.05, 55.9", "0.5, 0.0025, 81.8"})
  void absolutePrecisionTakesSoManyHits(double ofRate, double alpha, double hits) {
    double rate = 1e-3;
    StopTime time =
        AT_EVERY_TRIAL.rate(
            RateBoundary.endless(new StopRule.Absolute(ofRate * rate), LU7, alpha),
            rate,
            0,
            0,
            false);

    assertThat(time.mean().orElseThrow() * rate).isCloseTo(hits, within(0.07 * hits));
  }

  @ParameterizedTest
  @CsvSource({
    "1.25, 0.05, 820",
    "1.5, 0.05, 228",
    "2, 0.05, 81",
    "3, 0.05, 35",
    "5, 0.05, 20",
    "1.5, 0.0025, 379",
    "2, 0.0025, 138",
    "3, 0.0025, 62",
    "5, 0.0025, 34"
  })
  void knowingADifferenceTakesSoManyDiscordantPairs(double ratio, double alpha, double events) {
    double reference = 1e-3;
    StopTime time =
        AT_EVERY_TRIAL.pairs(
            new PairBoundary(new StopRule.Baseline(), alpha), reference, ratio * reference);

    double discordant = reference * (1 + ratio);
    assertThat(time.mean().orElseThrow() * discordant).isCloseTo(events, within(0.1 * events));
    assertThat(time.high()).isGreaterThan(0.97);
  }

  @Test
  void boundaryIsWhereTheRuleItselfChanges() {
    forAll(
        200,
        random -> {
          double alpha = Math.exp(-6 * random.nextDouble() - 1);
          StopRule rule =
              random.nextBoolean()
                  ? new StopRule.Threshold(Math.exp(-7 * random.nextDouble() - 0.5))
                  : new StopRule.Absolute(Math.exp(-7 * random.nextDouble() - 1.5));
          boolean finite = random.nextBoolean();
          long population = 50 + random.nextInt(3_000);
          RateSequence sequence =
              finite ? WithoutReplacement.of(BetaMixture.logUniform(), population) : LU7;
          RateBoundary boundary =
              finite
                  ? RateBoundary.within(rule, sequence, population, 0, alpha)
                  : RateBoundary.endless(rule, sequence, alpha);
          int first = random.nextInt(5);
          for (int hits = first; hits < first + 4; hits++) {
            for (int look = 0; look < 40; look++) {
              long trials =
                  Math.max(
                      1,
                      hits + (long) Math.exp(random.nextDouble() * Math.log(2.0 * population)) - 1);
              if (finite && trials > population
                  || onTheBrink(rule, sequence, Counts.of(hits, trials), alpha)) {
                continue;
              }
              assertThat(trials <= boundary.early(hits) || trials >= boundary.late(hits))
                  .as("%s, alpha %s, %d hits of %d", rule, alpha, hits, trials)
                  .isEqualTo(rule.evaluate(sequence, Counts.of(hits, trials), alpha).isPresent());
            }
          }
        });
  }

  @Test
  void fallsWhereARunThatIsLookedAtFromPrefixToPrefixStops() {
    // The same question, run prefix by prefix: no boundary, no hits drawn ahead.
    StopRule rule = new StopRule.Threshold(0.05);
    SplittableRandom random = new SplittableRandom(5);
    int runs = 1_000;
    double sum = 0;
    int within = 0;
    for (int run = 0; run < runs; run++) {
      long hits = 0;
      long trials = 0;
      do {
        hits += random.nextDouble() < 0.02 ? 1 : 0;
        trials++;
      } while (trials % 10 != 0 || rule.evaluate(LU7, Counts.of(hits, trials), 0.01).isEmpty());
      sum += trials;
      within += trials <= 400 ? 1 : 0;
    }
    StopTime time =
        new StopTimes(4_000, 10, 400)
            .rate(RateBoundary.endless(rule, LU7, 0.01), 0.02, 0, 0, false);

    assertThat(time.mean().orElseThrow())
        .isCloseTo(sum / runs, within(5 * time.standardError() + 0.05 * sum / runs));
    assertThat(time.within()).isCloseTo((double) within / runs, within(0.07));
  }

  @Test
  void finiteLogIsAlwaysDecidedAtItsEnd() {
    forAll(
        100,
        random -> {
          long population = 20 + random.nextInt(2_000);
          RateSequence sequence = WithoutReplacement.of(BetaMixture.logUniform(), population);
          // No whole number of hits is this share, so one side or the other is right.
          StopRule rule = new StopRule.Threshold((0.5 + random.nextInt(20)) / population);
          StopTime time =
              new StopTimes(50, 1 + random.nextInt(30), population)
                  .rate(
                      RateBoundary.within(rule, sequence, population, 0, 0.01),
                      random.nextDouble(),
                      0,
                      0,
                      true);

          assertThat(time.within()).isEqualTo(1);
          assertThat(time.mean().orElseThrow()).isLessThanOrEqualTo(population);
        });
  }

  @Test
  void hitsOfALogFallOnPlacesOfTheirOwnWithinIt() {
    forAll(
        500,
        random -> {
          long after = random.nextInt(100);
          long end = after + 1 + random.nextInt(300);
          double rate = random.nextDouble();
          Hits hits = new Hits.FromLog(new SplittableRandom(random.nextLong()), rate, after, end);
          long last = after;
          int count = 0;
          for (long next = hits.next(); next != Long.MAX_VALUE; next = hits.next()) {
            assertThat(next).isGreaterThan(last).isLessThanOrEqualTo(end);
            last = next;
            count++;
          }

          assertThat((double) count).isCloseTo(rate * (end - after), within(1.0));
        });
  }

  @Test
  void moreEvidenceAtTheStartMeansFewerTrialsToCome() {
    RateBoundary boundary = RateBoundary.endless(new StopRule.Threshold(0.05), LU7, 0.01);
    StopTime fresh = AT_EVERY_TRIAL.rate(boundary, 0.02, 0, 0, false);
    RateBoundary further = RateBoundary.endless(new StopRule.Threshold(0.05), LU7, 0.01);
    StopTime later = AT_EVERY_TRIAL.rate(further, 0.02, 4, 200, false);

    assertThat(later.mean().orElseThrow() - 200).isLessThan(fresh.mean().orElseThrow());
    assertThat(later.mean().orElseThrow()).isGreaterThan(200);
  }

  @Test
  void saysSoWhenARuleIsNotMetInAnyTime() {
    StopTime time =
        new StopTimes(20, 1, 1_000)
            .rate(RateBoundary.endless(new StopRule.Threshold(0.1), LU7, 0.0001), 0.1, 0, 0, false);

    assertThat(time.mean()).isEqualTo(OptionalDouble.empty());
    assertThat(time.median()).isEmpty();
    assertThat(time.within()).isLessThan(0.1);
  }

  /** Ends that are whole numbers of hits make a width jump up and down by one of them. */
  static boolean onTheBrink(StopRule rule, RateSequence sequence, Counts counts, double alpha) {
    if (!(sequence instanceof WithoutReplacement log)) {
      return false;
    }
    Interval interval = sequence.interval(counts, alpha);
    double hit = 1.0 / log.population();
    return met(rule, interval.low() + hit, interval.high() - hit)
        != met(rule, interval.low() - hit, interval.high() + hit);
  }

  private static boolean met(StopRule rule, double low, double high) {
    return rule instanceof StopRule.Absolute absolute
        ? high - low <= 2 * absolute.halfWidth()
        : rule instanceof StopRule.Relative relative
            && low > 0
            && high / low <= relative.factor() * relative.factor();
  }

  private static void closeTo(double actual, JsonNode expected, double tolerance) {
    assertThat(actual)
        .isCloseTo(expected.doubleValue(), within(tolerance * expected.doubleValue()));
  }
}
