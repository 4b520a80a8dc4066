package dev.rehearsal.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.estimate.CoverageStudy.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The claim above all others: whoever looks after every prefix is misled in at most alpha of all
 * runs. Each cell prints a line; {@code -Dseed=…} runs it on other data.
 */
class CoverageTest {
  private static final long SEED = Long.getLong("seed", 11);
  private static final double ALPHA = 0.05;
  private static final int FEW = 500;
  private static final int MANY = 2_000;

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.3})
  void missesTrafficInFewRuns(double rate) {
    studyTraffic(rate, rate > 0.1 ? 300 : Math.round(80 / rate), FEW);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 1e-3, 1e-2, 0.3})
  void missesTrafficInFewOfManyRuns(double rate) {
    studyTraffic(rate, rate > 0.1 ? 5_000 : Math.round(100 / rate), MANY);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.3})
  void missesFiniteLogsInFewRuns(double rate) {
    studyLog(rate, rate > 0.1 ? 200 : (int) Math.round(40 / rate), FEW);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 1e-3, 1e-2, 0.3})
  void missesFiniteLogsInFewOfManyRuns(double rate) {
    studyLog(rate, rate > 0.1 ? 5_000 : (int) Math.round(100 / rate), MANY);
  }

  @Test
  void missesLogsWithMissingVerdictsInFewRuns() {
    studyMissing(120, 60, 8, 10, 100);
  }

  @Tag("slow")
  @Test
  void missesLogsWithMissingVerdictsInFewOfManyRuns() {
    studyMissing(250, 100, 5, 15, MANY);
    studyMissing(200, 3, 3, 20, MANY);
    studyMissing(60, 30, 20, 0, MANY);
  }

  @Test
  void missesTrafficWithMissingVerdictsInFewRuns() {
    studyBadMissing(100, 4_000);
  }

  @Tag("slow")
  @Test
  void missesTrafficWithMissingVerdictsInFewOfManyRuns() {
    studyBadMissing(MANY, 20_000);
  }

  /**
   * One prefix in twenty gets no verdict, and those are ten times as bad: the interval that allows
   * for it must hold the rate among all, that of the graded must not.
   */
  private static void studyBadMissing(int runs, int prefixes) {
    double graded = 0.02;
    double share = 0.05;
    double all = graded * (1 + 9 * share);
    RateSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());
    Random seeds = new Random(SEED);
    int missed = 0;
    int missedByGraded = 0;
    for (int run = 0; run < runs; run++) {
      Random random = new Random(seeds.nextLong());
      Counts counts = Counts.NONE;
      boolean[] misses = new boolean[2];
      for (int prefix = 1; prefix <= prefixes; prefix++) {
        counts = next(counts, random, graded, share);
        if (prefix % 20 == 0) {
          misses[0] |= !holds(MissingVerdicts.interval(sequence, counts, ALPHA, 10), all);
          misses[1] |= !holds(sequence.interval(counts, ALPHA), all);
        }
      }
      missed += misses[0] ? 1 : 0;
      missedByGraded += misses[1] ? 1 : 0;
    }
    Method allowing = new Method("at most 10 times as bad", ALPHA, (seen, trials) -> false);
    Method blind = new Method("graded alone", ALPHA, (seen, trials) -> false);
    assertWithinBound("5 % ungraded, 10 times as bad", allowing, missed, runs);
    print("5 % ungraded, 10 times as bad", blind, missedByGraded, runs, "at least " + runs / 4);
    assertThat(missedByGraded).isGreaterThanOrEqualTo(runs / 4);
  }

  private static Counts next(Counts counts, Random random, double rate, double share) {
    return random.nextDouble() < share
        ? new Counts(counts.hits(), counts.trials(), counts.ungraded() + 1, 0)
        : new Counts(
            counts.hits() + (random.nextDouble() < rate ? 1 : 0),
            counts.trials() + 1,
            counts.ungraded(),
            0);
  }

  private static void studyTraffic(double rate, long trials, int runs) {
    List<Method> methods = new ArrayList<>();
    methods.add(Method.of(ConfidenceSequence.of(BetaMixture.logUniform()), ALPHA, rate));
    methods.add(Method.of(ConfidenceSequence.of(BetaMixture.logUniform()), 0.0025, rate));
    methods.add(Method.of(ConfidenceSequence.of(BetaMixture.informed(rate)), ALPHA, rate));
    RateSequence tenTimesTooLow = ConfidenceSequence.of(BetaMixture.informed(rate / 10));
    methods.add(Method.of(tenTimesTooLow, ALPHA, rate).named("informed, 10 times too low"));
    methods.add(Method.naive(ALPHA, rate));
    int[] misses = CoverageStudy.traffic(methods, rate, trials, runs, SEED + Double.hashCode(rate));

    String where = String.format(Locale.ROOT, "traffic p=%s n=%d", rate, trials);
    for (int method = 0; method < methods.size() - 1; method++) {
      assertWithinBound(where, methods.get(method), misses[method], runs);
    }
    int naive = misses[methods.size() - 1];
    print(where, methods.get(methods.size() - 1), naive, runs, "at least " + runs / 4);
    assertThat(naive).as("the study must catch what is wrong").isGreaterThanOrEqualTo(runs / 4);
  }

  private static void studyLog(double rate, int population, int runs) {
    int hits = (int) Math.round(rate * population);
    double truth = (double) hits / population;
    List<Method> methods = new ArrayList<>();
    for (BetaMixture prior : List.of(BetaMixture.logUniform(), BetaMixture.informed(rate))) {
      WithoutReplacement sequence = WithoutReplacement.of(prior, population);
      methods.add(
          new Method(
              "without-replacement on " + prior.name(),
              ALPHA,
              (seen, trials) -> sequence.logE(seen, trials, hits) >= -Math.log(ALPHA)));
    }
    methods.add(Method.of(ConfidenceSequence.of(BetaMixture.logUniform()), ALPHA, truth));
    int[] misses = CoverageStudy.log(methods, hits, population, runs, SEED + Double.hashCode(rate));

    String where = String.format(Locale.ROOT, "log p=%s N=%d", truth, population);
    for (int method = 0; method < methods.size(); method++) {
      assertWithinBound(where, methods.get(method), misses[method], runs);
    }
  }

  /**
   * A log of which some hits and some clean prefixes never get a verdict, looked at after every
   * prefix: the interval must hold the rate among the delivered, the worst case the rate among all.
   */
  private static void studyMissing(
      int clean, int cleanMissing, int hits, int hitsMissing, int runs) {
    int population = clean + cleanMissing + hits + hitsMissing;
    double delivered = (double) hits / (clean + hits);
    double all = (double) (hits + hitsMissing) / population;
    RateSequence sequence = WithoutReplacement.of(BetaMixture.logUniform(), population);
    Random seeds = new Random(SEED);
    int missedDelivered = 0;
    int missedAll = 0;
    int missedAsBad = 0;
    double timesAsBad =
        Math.max(1, (double) hitsMissing / (cleanMissing + hitsMissing) / delivered);
    for (int run = 0; run < runs; run++) {
      Random random = new Random(seeds.nextLong());
      int[] left = {clean, cleanMissing, hits, hitsMissing};
      boolean[] missed = new boolean[3];
      for (int admitted = 0; admitted < population; admitted++) {
        int kind = draw(left, random.nextInt(population - admitted));
        left[kind]--;
        long seenHits = hits - left[2];
        Counts counts =
            new Counts(
                seenHits,
                seenHits + clean - left[0],
                cleanMissing - left[1] + hitsMissing - left[3],
                0);
        missed[0] = missed[0] || !holds(sequence.interval(counts, ALPHA), delivered);
        missed[1] = missed[1] || !holds(sequence.worstCase(counts, ALPHA), all);
        missed[2] =
            missed[2] || !holds(MissingVerdicts.interval(sequence, counts, ALPHA, timesAsBad), all);
      }
      missedDelivered += missed[0] ? 1 : 0;
      missedAll += missed[1] ? 1 : 0;
      missedAsBad += missed[2] ? 1 : 0;
    }
    String where =
        String.format(Locale.ROOT, "log N=%d, %d ungraded", population, cleanMissing + hitsMissing);
    Method interval = new Method("delivered rate", ALPHA, (seen, trials) -> false);
    Method worst = new Method("worst case", ALPHA, (seen, trials) -> false);
    assertWithinBound(where, interval, missedDelivered, runs);
    assertWithinBound(where, worst, missedAll, runs);
    Method asBad = new Method("as bad as they are", ALPHA, (seen, trials) -> false);
    assertWithinBound(where, asBad, missedAsBad, runs);
  }

  private static boolean holds(Interval interval, double rate) {
    return interval.low() <= rate + 1e-10 && rate - 1e-10 <= interval.high();
  }

  private static int draw(int[] left, int ticket) {
    int kind = 0;
    for (int passed = left[0]; ticket >= passed; passed += left[kind]) {
      kind++;
    }
    return kind;
  }

  private static void assertWithinBound(String where, Method method, int misses, int runs) {
    int allowed = CoverageStudy.allowedMisses(runs, method.alpha());
    print(where, method, misses, runs, "at most " + allowed);
    assertThat(misses).as(where + ", " + method.name()).isLessThanOrEqualTo(allowed);
  }

  private static void print(String where, Method method, int misses, int runs, String bound) {
    System.out.printf(
        Locale.ROOT,
        "coverage | %-24s | %-31s | alpha %-6s | missed %4d of %d (%.4f) | %s%n",
        where,
        method.name(),
        method.alpha(),
        misses,
        runs,
        (double) misses / runs,
        bound);
  }
}
