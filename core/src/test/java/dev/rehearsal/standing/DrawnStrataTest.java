package dev.rehearsal.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.dependence.Share;
import dev.rehearsal.dependence.Strata;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.estimate.WithoutReplacement;
import dev.rehearsal.standing.Stratification.Layer;
import dev.rehearsal.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A log of a tenth paid and nine tenths free, of which paid ones are drawn more densely. */
class DrawnStrataTest {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final LanePair PAIR = new LanePair("production", "candidate", true);
  private static final Stratification KNOWN =
      new Stratification(
          "tier",
          List.of(
              new Layer("paid", new Share.Known(0.1), 0.5, LU7, false),
              new Layer(Stratification.OTHERWISE, new Share.Known(0.9), 0.5, LU7, false)));

  @Test
  void theHeadlineIsTheRateOfTheMix() {
    CategoryEstimator estimator = new CategoryEstimator(question(KNOWN, List.of()));
    for (int n = 1; n <= 200; n++) {
      boolean paid = n % 2 == 0;
      estimator.observe(
          prefix(n, paid ? "paid" : "free", graded(paid && n % 4 == 0), graded(false)));
    }

    Estimate production = headline(estimator, "production");

    assertThat(production.counts()).isEqualTo(Counts.of(50, 200));
    assertThat(production.rate().orElseThrow()).isCloseTo(0.1 * 0.5, within(1e-12));
    assertThat(production.effectiveSize().orElseThrow())
        .isCloseTo(1 / (0.01 / 100 + 0.81 / 100), within(1e-9));
    assertThat(production.method()).isEqualTo("post-stratified lu7");
    assertThat(production.stratified()).isTrue();
    assertThat(production.interval())
        .isEqualTo(
            new Strata(
                    List.of(
                        new Strata.Stratum(
                            new Share.Known(0.1),
                            CountedRate.amongGraded(LU7, Counts.of(50, 100)),
                            100),
                        new Strata.Stratum(
                            new Share.Known(0.9),
                            CountedRate.amongGraded(LU7, Counts.of(0, 100)),
                            100)))
                .interval(0.05));
  }

  @Test
  void rulesGoByTheMixAndNotByThePrefixesAsTheyWereDrawn() {
    StopRule threshold = new StopRule.Threshold(0.2);
    CategoryEstimator mixed = new CategoryEstimator(question(KNOWN, List.of(threshold)));
    CategoryEstimator pooled =
        new CategoryEstimator(question(KNOWN, List.of(threshold)).withStrata(Optional.empty()));
    for (int n = 1; n <= 400; n++) {
      Resolved prefix =
          prefix(n, n % 2 == 0 ? "paid" : "free", graded(n % 2 == 0), graded(n % 2 == 0));
      mixed.observe(prefix);
      pooled.observe(prefix);
    }

    assertThat(headline(mixed, "production").state()).isEqualTo(State.BELOW);
    assertThat(headline(pooled, "production").state()).isEqualTo(State.ABOVE);
  }

  /** More often hit where many are drawn, less often where nearly all of the log is. */
  @Test
  void lanesAreComparedByTheMix() {
    CategoryEstimator mixed = new CategoryEstimator(question(KNOWN, List.of()));
    CategoryEstimator pooled =
        new CategoryEstimator(question(KNOWN, List.of()).withStrata(Optional.empty()));
    for (int n = 1; n <= 4_000; n++) {
      boolean paid = n % 4 != 0;
      boolean hit = n % (paid ? 8 : 4) < 4 && n % 3 == 0;
      Resolved prefix =
          prefix(n, paid ? "paid" : "free", graded(!paid && hit), graded(paid && hit));
      mixed.observe(prefix);
      pooled.observe(prefix);
    }
    Comparison ofMix = mixed.standing().comparisons().get(0);
    Comparison ofPrefixes = pooled.standing().comparisons().get(0);

    assertThat(ofPrefixes.state()).isEqualTo(State.INCREASED);
    assertThat(ofMix.state()).isEqualTo(State.DECREASED);
    assertThat(ofMix.ratio().orElseThrow()).isLessThan(0.2);
    assertThat(ofMix.interval().contains(ofMix.ratio().getAsDouble())).isTrue();
    assertThat(ofMix.discordantOdds().high()).isLessThan(1);
  }

  /** Of 60 paid ones, a third in the population, and 240 free ones, a sixth of them. */
  @Test
  void aPopulationThatOnlyGradingTellsHasTheStrataInItsOwnParts() {
    Stratification unknown =
        new Stratification(
            "tier",
            List.of(
                new Layer("paid", new Share.Known(0.1), 0.2, LU7, true),
                new Layer("free", new Share.Known(0.9), 0.8, LU7, true)));
    CategoryEstimator estimator = new CategoryEstimator(question(unknown, List.of()));
    for (int n = 1; n <= 300; n++) {
      boolean paid = n % 5 == 0;
      boolean in = paid ? n % 15 == 0 : n % 6 == 1 || n % 30 == 25 || n % 30 == 5;
      Verdict verdict = in ? graded(paid) : new Verdict.NotApplicable("no tool was called");
      estimator.observe(prefix(n, paid ? "paid" : "free", verdict, verdict));
    }
    Estimate estimate = headline(estimator, "production");
    double paid = 0.1 * 20 / 60;
    double free = 0.9 * (estimate.counts().trials() - 20) / 240.0;

    assertThat(estimate.counts().hits()).isEqualTo(20);
    assertThat(estimate.rate().orElseThrow()).isCloseTo(paid / (paid + free), within(1e-12));
    assertThat(estimate.interval().contains(estimate.rate().getAsDouble())).isTrue();
    assertThat(estimate.interval().low()).isGreaterThan(0.02);
    assertThat(estimate.interval().high()).isLessThan(0.7);
  }

  @Test
  void isExactOnceEveryStratumOfALogIsRead() {
    Stratification log =
        new Stratification(
            "tier",
            List.of(
                new Layer("paid", new Share.Known(0.2), 0.2, log(20), false),
                new Layer("free", new Share.Known(0.8), 0.8, log(80), false)));
    CategoryEstimator estimator = new CategoryEstimator(question(log, List.of()));
    for (int n = 1; n <= 100; n++) {
      estimator.observe(
          prefix(n, n % 5 == 0 ? "paid" : "free", graded(n % 10 == 0), graded(n % 4 == 0)));
    }
    Comparison comparison = estimator.standing().comparisons().get(0);

    assertThat(headline(estimator, "production").interval().width()).isLessThan(1e-12);
    assertThat(headline(estimator, "candidate").rate().orElseThrow())
        .isCloseTo(0.25, within(1e-12));
    assertThat(comparison.ratio().orElseThrow()).isCloseTo(2.5, within(1e-12));
    assertThat(comparison.interval().high() - comparison.interval().low()).isLessThan(1e-9);
  }

  @Test
  void refusesAPrefixOfNoStratumAndUnits() {
    CategoryEstimator estimator = new CategoryEstimator(question(KNOWN, List.of()));
    Resolved without =
        new Resolved(
            1, List.of("language=de"), Map.of("production", Map.of("refusal", graded(true))));

    assertThatThrownBy(() -> estimator.observe(without)).hasMessageContaining("no tier in");
    assertThatThrownBy(
            () ->
                new CategoryQuestion(
                        "refusal",
                        "users",
                        OptionalLong.empty(),
                        List.of("production"),
                        List.of(),
                        Map.of("production", LU7),
                        LU7,
                        List.of(),
                        Optional.empty(),
                        0.05,
                        0.05,
                        1,
                        true)
                    .withObserved(Observed.UNITS)
                    .withStrata(Optional.of(KNOWN)))
        .hasMessageContaining("units are not drawn from strata");
  }

  /**
   * Logs of 5,000 from a traffic in which paid conversations (a tenth) are hit 25 times as often as
   * the others, a tenth of which is drawn. The candidate has the same rate as production, by more
   * hits among the paid and fewer among the free. Rates as drawn, and coins as drawn, are wrong far
   * too often; those of the mix at most as often as promised, at any of the looks.
   */
  @Test
  @Tag("slow")
  void theMixHoldsItsRatesAtEveryLookWhereThePrefixesAsDrawnDoNot() {
    int runs = 2_000;
    int missed = 0;
    int missedLog = 0;
    int missedPooled = 0;
    int claims = 0;
    int claimsPooled = 0;
    Random seeds = new Random(Long.getLong("seed", 154));
    for (int run = 0; run < runs; run++) {
      Simulated simulated = new Simulated(new Random(seeds.nextLong()));
      simulated.run();
      missed += simulated.missed ? 1 : 0;
      missedLog += simulated.missedLog ? 1 : 0;
      missedPooled += simulated.missedPooled ? 1 : 0;
      claims += simulated.traffic.standing().comparisons().get(0).decidedAt().isPresent() ? 1 : 0;
      claimsPooled +=
          simulated.pooled.standing().comparisons().get(0).decidedAt().isPresent() ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "strata | rate of the mix, traffic %.4f, log %.4f, as drawn %.4f | lanes of one rate called"
            + " different: mix %.4f, as drawn %.4f%n",
        (double) missed / runs,
        (double) missedLog / runs,
        (double) missedPooled / runs,
        (double) claims / runs,
        (double) claimsPooled / runs);
    int allowed = new BinomialDistribution(null, runs, 0.05).inverseCumulativeProbability(1 - 1e-3);

    assertThat(allowed).isEqualTo(131);
    assertThat(missed).isLessThanOrEqualTo(allowed);
    assertThat(missedLog).isLessThanOrEqualTo(allowed);
    assertThat(missedPooled).isGreaterThan(4 * allowed);
    assertThat(claims).isLessThanOrEqualTo(allowed);
    assertThat(claimsPooled).isGreaterThan(2 * allowed);
  }

  /** One log from the traffic, and a run over what is drawn of it. */
  private static final class Simulated {
    private static final int LOG = 5_000;
    private static final double PAID = 0.1;
    private static final double FREE_DRAWN = 0.1;
    private static final double[] ONLY_A = {0.02, 0.004};
    private static final double[] ONLY_B = {0.05, 0.004 - PAID * 0.03 / (1 - PAID)};
    private static final double BOTH = 0.01;

    private final int[][] log = new int[2][LOG];
    private final int[] sizes = new int[2];
    private final double truth;
    private final double truthOfLog;
    private final Random random;
    private final CategoryEstimator traffic;
    private final CategoryEstimator ofLog;
    private final CategoryEstimator pooled;
    private boolean missed;
    private boolean missedLog;
    private boolean missedPooled;

    Simulated(Random random) {
      this.random = random;
      int hits = 0;
      for (int i = 0; i < LOG; i++) {
        int stratum = random.nextDouble() < PAID ? 0 : 1;
        int outcome = outcome(stratum);
        log[stratum][sizes[stratum]++] = outcome;
        hits += outcome == 1 || outcome == 3 ? 1 : 0;
      }
      truthOfLog = (double) hits / LOG;
      truth = PAID * (ONLY_A[0] + BOTH) + (1 - PAID) * (ONLY_A[1] + 0);
      traffic = new CategoryEstimator(compared(strata(false)));
      ofLog = new CategoryEstimator(compared(strata(true)));
      pooled = new CategoryEstimator(compared(strata(true)).withStrata(Optional.empty()));
    }

    /** 1 for only a, 2 for only b, 3 for both, 0 for neither. */
    private int outcome(int stratum) {
      double place = random.nextDouble();
      double both = stratum == 0 ? BOTH : 0;
      if (place < ONLY_A[stratum]) {
        return 1;
      }
      if (place < ONLY_A[stratum] + ONLY_B[stratum]) {
        return 2;
      }
      return place < ONLY_A[stratum] + ONLY_B[stratum] + both ? 3 : 0;
    }

    private Stratification strata(boolean exact) {
      return new Stratification("tier", List.of(layer(0, "paid", exact), layer(1, "free", exact)));
    }

    private Layer layer(int stratum, String name, boolean exact) {
      return new Layer(
          name,
          exact
              ? new Share.Known((double) sizes[stratum] / LOG)
              : new Share.InLog(sizes[stratum], LOG),
          0.5,
          exact ? log(sizes[stratum]) : LU7,
          false);
    }

    /** The log is in no order: whichever comes next of a stratum is as good as any other of it. */
    void run() {
      int[] next = new int[2];
      int[] drawn = {sizes[0], (int) Math.round(sizes[1] * FREE_DRAWN)};
      long number = 0;
      while (next[0] < drawn[0] || next[1] < drawn[1]) {
        int left = drawn[0] - next[0];
        int stratum = random.nextInt(left + drawn[1] - next[1]) < left ? 0 : 1;
        int outcome = log[stratum][next[stratum]++];
        Resolved prefix =
            prefix(
                ++number,
                stratum == 0 ? "paid" : "free",
                graded((outcome & 1) == 1),
                graded((outcome & 2) == 2));
        traffic.observe(prefix);
        ofLog.observe(prefix);
        pooled.observe(prefix);
        if (number % 50 == 0) {
          missed |= !headline(traffic, "production").interval().contains(truth);
          missedLog |= !headline(ofLog, "production").interval().contains(truthOfLog);
          missedPooled |= !headline(pooled, "production").interval().contains(truth);
        }
      }
    }
  }

  private static RateSequence log(long size) {
    return WithoutReplacement.of(BetaMixture.logUniform(), size);
  }

  private static Verdict graded(boolean hit) {
    return Verdict.graded(hit);
  }

  private static Resolved prefix(long number, String tier, Verdict production, Verdict candidate) {
    return new Resolved(
        number,
        List.of("tier=" + tier),
        Map.of(
            "production", Map.of("refusal", production),
            "candidate", Map.of("refusal", candidate)));
  }

  private static Estimate headline(CategoryEstimator estimator, String lane) {
    return estimator.standing().estimates().stream()
        .filter(e -> e.lane().equals(lane) && e.slice().equals(Estimate.ALL))
        .findFirst()
        .orElseThrow();
  }

  /** The pair is looked at, and the category never decided: both lanes' rules would have to be. */
  private static CategoryQuestion compared(Stratification strata) {
    return question(strata, List.of(new StopRule.Absolute(1e-9)));
  }

  private static CategoryQuestion question(Stratification strata, List<StopRule> rules) {
    return new CategoryQuestion(
            "refusal",
            "prefixes",
            OptionalLong.empty(),
            List.of("production", "candidate"),
            List.of(PAIR),
            Map.of("production", LU7, "candidate", LU7),
            LU7,
            rules,
            Optional.of(new StopRule.Baseline()),
            0.05,
            0.05,
            50,
            true)
        .withStrata(Optional.of(strata));
  }
}
