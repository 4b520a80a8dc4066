package dev.rehearsal.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Counts the simulated runs in which a method ever misses the truth, however often one looks.
 *
 * <p>Looks are taken just before and just after each hit and at the end. That is exact for looks
 * after every prefix: between two hits both limits only fall, so the low limit is worst right after
 * a hit and the high limit right before the next.
 */
final class CoverageStudy {
  /**
   * With this variance a tail differs from the normal one by at most 0.0416 (Berry and Esseen), so
   * that within 1.5 deviations of the mean, where the normal tail is 0.0668, it is above 0.025.
   */
  private static final double SURELY_NORMAL = 131;

  private static final double SURELY_NEAR = 1.5 * 1.5;

  private CoverageStudy() {}

  /** A way to exclude the truth. */
  record Method(String name, double alpha, Excludes excludes) {
    static Method of(RateSequence sequence, double alpha, double rate) {
      return new Method(
          sequence.method(),
          alpha,
          (hits, trials) ->
              sequence.against(rate, Counts.of(hits, trials), alpha) != Decision.UNDECIDED);
    }

    Method named(String other) {
      return new Method(other, alpha, excludes);
    }

    /** What people do: a fixed-sample interval at every look. */
    static Method naive(double alpha, double rate) {
      Point truth = Point.of(rate);
      return new Method(
          "clopper-pearson, repeated",
          alpha,
          (hits, trials) -> naiveExcludes(truth, hits, trials, alpha));
    }
  }

  /**
   * Whether the Clopper–Pearson interval of these counts misses the truth. Only the tail on the
   * side of the observed rate can be thin: half of a binomial lies on either side of its mean.
   */
  static boolean naiveExcludes(Point truth, long hits, long trials, double alpha) {
    double misses = (double) trials - hits;
    double above = hits - trials * truth.rate();
    double variance = trials * truth.rate() * truth.rest();
    if (variance > SURELY_NORMAL && above * above < SURELY_NEAR * variance && alpha <= 0.05) {
      return false;
    }
    double tail =
        above > 0
            ? BetaTail.logBelow(truth, hits, misses + 1)
            : misses == 0 ? 0 : BetaTail.logAbove(truth, hits + 1.0, misses);
    return tail < Math.log(alpha / 2);
  }

  /** Whether a method excludes the true rate after so many hits and trials. */
  interface Excludes {
    boolean test(long hits, long trials);
  }

  /** Most misses that a method with error alpha shows, save with a chance of one in a thousand. */
  static int allowedMisses(int runs, double alpha) {
    return new BinomialDistribution(runs, alpha).inverseCumulativeProbability(0.999);
  }

  /** Missed runs of each method, all on the same hits: independent trials of a constant rate. */
  static int[] traffic(List<Method> methods, double rate, long trials, int runs, long seed) {
    Random seeds = new Random(seed);
    int[] misses = new int[methods.size()];
    for (int run = 0; run < runs; run++) {
      Random random = new Random(seeds.nextLong());
      Watcher watcher = new Watcher(methods);
      for (double at = gap(random, rate); at <= trials; at += gap(random, rate)) {
        watcher.hit((long) at);
      }
      watcher.end(trials, misses);
    }
    return misses;
  }

  /**
   * Missed runs of each method over a log with a fixed number of hits, in random order to its end.
   */
  static int[] log(List<Method> methods, int hits, int population, int runs, long seed) {
    Random seeds = new Random(seed);
    int[] misses = new int[methods.size()];
    for (int run = 0; run < runs; run++) {
      Watcher watcher = new Watcher(methods);
      new Random(seeds.nextLong())
          .ints(0, population)
          .distinct()
          .limit(hits)
          .sorted()
          .forEach(place -> watcher.hit(place + 1));
      watcher.end(population, misses);
    }
    return misses;
  }

  /** How many trials until the next hit, itself included. */
  static double gap(Random random, double rate) {
    return 1 + Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-rate));
  }

  private static final class Watcher {
    private final List<Method> methods;
    private final boolean[] missed;
    private long hits;
    private long lookedAt;

    Watcher(List<Method> methods) {
      this.methods = methods;
      missed = new boolean[methods.size()];
    }

    void hit(long trial) {
      look(trial - 1);
      hits++;
      look(trial);
    }

    void end(long trials, int[] misses) {
      look(trials);
      Arrays.setAll(misses, method -> misses[method] + (missed[method] ? 1 : 0));
    }

    private void look(long trials) {
      if (trials == lookedAt) {
        return;
      }
      lookedAt = trials;
      for (int method = 0; method < missed.length; method++) {
        missed[method] = missed[method] || methods.get(method).excludes().test(hits, trials);
      }
    }
  }
}
