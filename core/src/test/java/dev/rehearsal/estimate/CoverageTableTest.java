package dev.rehearsal.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The share of runs in which each method ever misses the true rate, however often one looks: 10,000
 * runs a cell by {@code mvn test -Pstudy -pl core}, a few in every build. Prints the rows of
 * docs/methods.md, "What the coverage study shows"; {@code -Dseed=…} runs it on other data.
 */
class CoverageTableTest {
  private static final long SEED = Long.getLong("seed", 13);
  private static final double[] ALPHAS = {0.05, 0.0025};
  private static final double LENIENT = -Math.log(ALPHAS[0]);
  private static final double STRICTEST = -Math.log(ALPHAS[1]);
  private static final int FEW = 200;
  private static final int MANY = 10_000;
  private static final int HITS_BEFORE_A_CAREFUL_LOOK = 10;

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.3})
  void everyMethodMissesInFewRuns(double rate) {
    Table table = new Table(rate, rate > 0.1 ? 300 : Math.round(40 / rate));
    table.run(FEW);
    table.print();
    table.requireWithinBounds();
  }

  @Tag("slow")
  @Tag("study")
  @ParameterizedTest
  @ValueSource(doubles = {1e-5, 1e-4, 1e-3, 1e-2, 0.3})
  void everyMethodMissesInFewOfTenThousandRuns(double rate) {
    long trials = rate > 0.1 ? 5_000 : Math.round((rate == 1e-2 ? 200 : 100) / rate);
    Table table = new Table(rate, trials);
    table.run(MANY);
    table.print();
    table.requireWithinBounds();
    table.requireAgreementWithTheReference();
  }

  /**
   * All methods at one rate. Between two hits the low limits only fall and the high limits too, so
   * looks just after each hit, just before the next and at the end are as good as looks after every
   * prefix. No mixture explains the data better than the observed rate does: where that is not
   * enough to exclude the truth, no method need be asked.
   */
  private static final class Table {
    private final double rate;
    private final Point truth;
    private final long trials;
    private final List<String> names = new ArrayList<>();
    private final List<EvidenceSequence> methods = new ArrayList<>();
    private final int[][] missed;
    private int naive;
    private int naiveAfterTen;
    private int runs;

    Table(double rate, long trials) {
      this.rate = rate;
      this.trials = trials;
      truth = Point.of(rate);
      BetaMixture logUniform = BetaMixture.logUniform();
      add("lu7", ConfidenceSequence.of(logUniform));
      add("informed", ConfidenceSequence.of(BetaMixture.informed(rate)));
      add("informed, 10× low", ConfidenceSequence.of(BetaMixture.informed(rate / 10)));
      add("hybrid", HybridSequence.create());
      add("KT", ConfidenceSequence.of(BetaMixture.beta(0.5, 0.5)));
      add("one-sided-upper", OneSidedSequence.upper(logUniform));
      add("one-sided-lower", OneSidedSequence.lower(logUniform));
      add("gamma-poisson", GammaPoissonSequence.create());
      missed = new int[methods.size()][ALPHAS.length];
    }

    private void add(String name, EvidenceSequence method) {
      names.add(name);
      methods.add(method);
    }

    void run(int count) {
      Random seeds = new Random(SEED + Double.hashCode(rate));
      for (runs = 0; runs < count; runs++) {
        new Watched().watch(new Random(seeds.nextLong()));
      }
    }

    private final class Watched {
      private final double[] highest = new double[methods.size()];
      private boolean naiveMissed;
      private boolean naiveMissedAfterTen;
      private long lookedAt;

      void watch(Random random) {
        long hits = 0;
        for (double at = CoverageStudy.gap(random, rate);
            at <= trials;
            at += CoverageStudy.gap(random, rate)) {
          look(hits, (long) at - 1);
          hits++;
          look(hits, (long) at);
        }
        look(hits, trials);
        for (int method = 0; method < highest.length; method++) {
          for (int level = 0; level < ALPHAS.length; level++) {
            missed[method][level] += highest[method] >= -Math.log(ALPHAS[level]) ? 1 : 0;
          }
        }
        naive += naiveMissed ? 1 : 0;
        naiveAfterTen += naiveMissedAfterTen ? 1 : 0;
      }

      private void look(long hits, long after) {
        if (after == lookedAt) {
          return;
        }
        lookedAt = after;
        double most =
            Point.of((double) hits / after).logLikelihood(hits, after - hits)
                - truth.logLikelihood(hits, after - hits);
        for (int method = 0; method < highest.length && most >= LENIENT; method++) {
          if (highest[method] < Math.min(STRICTEST, most)) {
            highest[method] =
                Math.max(highest[method], methods.get(method).evidence(hits, after, truth));
          }
        }
        if (!naiveMissedAfterTen && CoverageStudy.naiveExcludes(truth, hits, after, ALPHAS[0])) {
          naiveMissed = true;
          naiveMissedAfterTen = hits >= HITS_BEFORE_A_CAREFUL_LOOK;
        }
      }
    }

    void print() {
      for (int level = 0; level < ALPHAS.length; level++) {
        StringBuilder row =
            new StringBuilder(
                String.format(
                    Locale.ROOT,
                    "alpha %s, %d runs | %s | %d |",
                    ALPHAS[level],
                    runs,
                    rate,
                    trials));
        for (int[] misses : missed) {
          row.append(String.format(Locale.ROOT, " %.4f |", share(misses[level])));
        }
        if (level == 0) {
          row.append(
              String.format(Locale.ROOT, " %.3f | %.3f |", share(naive), share(naiveAfterTen)));
        }
        System.out.println(row);
      }
    }

    void requireWithinBounds() {
      for (int method = 0; method < missed.length; method++) {
        for (int level = 0; level < ALPHAS.length; level++) {
          assertThat(missed[method][level])
              .as("%s at %s, alpha %s", names.get(method), rate, ALPHAS[level])
              .isLessThanOrEqualTo(CoverageStudy.allowedMisses(runs, ALPHAS[level]));
        }
      }
      assertThat(naive).as("the study must catch what is wrong").isGreaterThan(runs / 4);
    }

    void requireAgreementWithTheReference() {
      Map<String, Double> shares =
          Map.of(
              "LU7", share(missed[0][0]),
              "informed p0=p", share(missed[1][0]),
              "naive repeated Clopper-Pearson", share(naive));
      List<Vectors.Case> rows =
          Vectors.cases("monte_carlo")
              .filter(row -> row.inputs().path("kind").asText().equals("coverage"))
              .filter(row -> row.number("p") == rate)
              .toList();
      assertThat(rows).isNotEmpty();
      for (Vectors.Case row : rows) {
        assertThat(row.whole("nMax")).isEqualTo(trials);
        assertThat(row.number("alpha")).isEqualTo(ALPHAS[0]);
        row.check("missRate", shares.getOrDefault(row.inputs().path("design").asText(), 2.0));
      }
    }

    private double share(int misses) {
      return (double) misses / runs;
    }
  }
}
