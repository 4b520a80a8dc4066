package dev.rehearsal.dependence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.LinearBet;
import dev.rehearsal.estimate.ScoreTally;
import dev.rehearsal.estimate.WithoutReplacement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Users with twenty prefixes each, alike to a given degree: what an interval misses that takes the
 * prefixes for independent, and what the mean of each user misses. Looks are taken wherever the
 * evidence can be largest, so this is exact for looks after every prefix or user.
 */
class ClusterStudyTest {
  private static final long SEED = Long.getLong("seed", 13);
  private static final double LOG_THRESHOLD = -Math.log(0.05);
  private static final int PREFIXES = 20;
  private static final ConfidenceSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final LinearBet BET = new LinearBet();

  @Test
  void usersHoldWherePrefixesFail() {
    Misses alike = study(0.01, 0.3, 500, 100);

    assertThat(alike.consecutive).isGreaterThan(50);
    assertThat(alike.users).isLessThanOrEqualTo(allowed(100));
    assertThat(alike.log).isLessThanOrEqualTo(allowed(100));
  }

  @Tag("slow")
  @Test
  void usersHoldWherePrefixesFailInManyRuns() {
    int runs = 2_000;
    Misses independent = study(0.01, 0, 1_000, runs);
    Misses little = study(0.01, 0.05, 1_000, runs);
    Misses much = study(0.01, 0.3, 1_000, runs);
    Misses rare = study(0.001, 0.1, 10_000, runs);

    assertThat(independent.consecutive).isLessThanOrEqualTo(allowed(runs));
    for (Misses alike : new Misses[] {little, much, rare}) {
      assertThat(alike.consecutive).isGreaterThan(2 * allowed(runs));
    }
    assertThat(much.permuted).isGreaterThan(allowed(runs));
    for (Misses any : new Misses[] {independent, little, much, rare}) {
      assertThat(any.users).isLessThanOrEqualTo(allowed(runs));
      assertThat(any.log).isLessThanOrEqualTo(allowed(runs));
    }
  }

  /** Runs in which an interval ever excludes the truth. */
  private static final class Misses {
    private int consecutive;
    private int permuted;
    private int log;
    private int users;
  }

  private static Misses study(double rate, double alike, int users, int runs) {
    Random seeds = new Random(SEED);
    Misses misses = new Misses();
    for (int run = 0; run < runs; run++) {
      Random random = new Random(seeds.nextLong());
      int[] hits = hits(rate, alike, users, random);
      misses.consecutive += consecutive(hits, rate, random) ? 1 : 0;
      permuted(hits, rate, random, misses);
      misses.users += users(hits, rate) ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "clusters | p=%s ICC=%s, %d users | lu7 in order %.4f | lu7 permuted %.4f |"
            + " without-replacement %.4f | user means %.4f%n",
        rate,
        alike,
        users,
        (double) misses.consecutive / runs,
        (double) misses.permuted / runs,
        (double) misses.log / runs,
        (double) misses.users / runs);
    return misses;
  }

  /** Hits of each user: the users' own rates are beta distributed. */
  private static int[] hits(double rate, double alike, int users, Random random) {
    JDKRandomGenerator generator = new JDKRandomGenerator();
    generator.setSeed(random.nextLong());
    double size = alike == 0 ? 1 : 1 / alike - 1;
    GammaDistribution hit = new GammaDistribution(generator, rate * size, 1);
    GammaDistribution miss = new GammaDistribution(generator, (1 - rate) * size, 1);
    int[] hits = new int[users];
    for (int user = 0; user < users; user++) {
      double x = alike == 0 ? rate : hit.sample();
      double own = alike == 0 ? rate : x / (x + miss.sample());
      for (int prefix = 0; prefix < PREFIXES; prefix++) {
        hits[user] += generator.nextDouble() < own ? 1 : 0;
      }
    }
    return hits;
  }

  /** User after user; a user's hits fall anywhere among that user's prefixes. */
  private static boolean consecutive(int[] hits, double rate, Random random) {
    int seen = 0;
    for (int user = 0; user < hits.length; user++) {
      if (hits[user] > 0) {
        int[] places = random.ints(0, PREFIXES).distinct().limit(hits[user]).sorted().toArray();
        for (int place : places) {
          double before = (double) user * PREFIXES + place;
          if (missed(seen, before, rate) || missed(++seen, before + 1, rate)) {
            return true;
          }
        }
      }
    }
    return missed(seen, (double) hits.length * PREFIXES, rate);
  }

  private static boolean missed(int hits, double trials, double rate) {
    return LU7.logE(hits, trials, rate) >= LOG_THRESHOLD;
  }

  private static void permuted(int[] hits, double rate, Random random, Misses misses) {
    int all = hits.length * PREFIXES;
    int inLog = Arrays.stream(hits).sum();
    WithoutReplacement sequence = WithoutReplacement.of(BetaMixture.logUniform(), all);
    boolean ofTraffic = missed(inLog, all, rate);
    boolean ofLog = false;
    int seen = 0;
    for (int place : random.ints(0, all).distinct().limit(inLog).sorted().toArray()) {
      ofTraffic = ofTraffic || missed(seen, place, rate) || missed(seen + 1, place + 1, rate);
      ofLog =
          ofLog
              || sequence.logE(seen, place, inLog) >= LOG_THRESHOLD
              || sequence.logE(seen + 1, place + 1, inLog) >= LOG_THRESHOLD;
      seen++;
    }
    misses.permuted += ofTraffic ? 1 : 0;
    misses.log += ofLog ? 1 : 0;
  }

  private static boolean users(int[] hits, double rate) {
    ScoreTally tally = new ScoreTally();
    for (int of : hits) {
      if (of > 0 && BET.logE(tally.scores(), rate) >= LOG_THRESHOLD) {
        return true;
      }
      tally.add((double) of / PREFIXES);
      if (of > 0 && BET.logE(tally.scores(), rate) >= LOG_THRESHOLD) {
        return true;
      }
    }
    return BET.logE(tally.scores(), rate) >= LOG_THRESHOLD;
  }

  private static int allowed(int runs) {
    return new BinomialDistribution(runs, 0.05).inverseCumulativeProbability(0.999);
  }
}
