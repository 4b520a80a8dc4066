package dev.rehearsal.multiplicity;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.Counts;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final BetaMixture LU7 = BetaMixture.logUniform();
  private static final double ROUNDING = 1e-7;

  @Test
  void growsOnlyOnTheSideThatItSpeaksOf() {
    assertThat(above(0.1, Counts.of(40, 200))).isGreaterThan(5);
    assertThat(above(0.1, Counts.of(0, 200))).isLessThan(-1);
    PairedCounts fewer = new PairedCounts(0, 30, 2, 100);
    assertThat(Evidence.decreased(fewer, false)).isGreaterThan(5);
    assertThat(Evidence.increased(fewer, false)).isLessThan(-1);
    assertThat(Evidence.increased(PairedCounts.NONE, false)).isZero();
  }

  @Test
  void isAFairBetAtTheEdgeOfItsNull() {
    // The sum over all data of chance times e-value is 1, for any fixed number of trials.
    forAll(
        50,
        random -> {
          double threshold = Math.exp(-4 * random.nextDouble()) / 2;
          long trials = 1 + random.nextInt(150);
          double sum = 0;
          for (long hits = 0; hits <= trials; hits++) {
            sum +=
                Math.exp(
                    logChoose(trials, hits)
                        + hits * Math.log(threshold)
                        + (trials - hits) * Math.log1p(-threshold)
                        + above(threshold, Counts.of(hits, trials)));
          }
          assertThat(sum).isCloseTo(1, within(1e-9));
        });
  }

  @Test
  void isLessThanFairWithinItsNull() {
    forAll(
        50,
        random -> {
          double threshold = Math.exp(-4 * random.nextDouble()) / 2;
          double rate = threshold * random.nextDouble();
          long trials = 1 + random.nextInt(150);
          double sum = 0;
          for (long hits = 0; hits <= trials; hits++) {
            sum +=
                Math.exp(
                    logChoose(trials, hits)
                        + (hits == 0 ? 0 : hits * Math.log(rate))
                        + (trials - hits) * Math.log1p(-rate)
                        + above(threshold, Counts.of(hits, trials)));
          }
          assertThat(sum).isLessThanOrEqualTo(1 + 1e-9);
        });
  }

  @Test
  void wholeLogIsProof() {
    Counts counts = Counts.of(12, 100);

    assertThat(Evidence.above(0.1, LU7, counts, true, OptionalLong.of(100)))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Evidence.above(0.12, LU7, counts, true, OptionalLong.of(100)))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  /**
   * Over a log of N, a bet on each number of hits above the null's greatest is a martingale under
   * that null and has no larger mean under any other: what is claimed may never be more.
   */
  @Test
  void claimsNoMoreOverALogThanABetMadeForIt() {
    forAll(
        60,
        random -> {
          int log = 5 + random.nextInt(250);
          BetaMixture bet =
              random.nextBoolean()
                  ? LU7
                  : BetaMixture.informed(Math.exp(-6 * random.nextDouble()) / 2);
          double[] prior = logPrior(bet, log);
          for (int trial = 0; trial < 40; trial++) {
            double threshold = Math.exp(-5 * random.nextDouble()) / 2;
            int trials = 1 + random.nextInt(log - 1);
            int hits = hits(random, trials, threshold);
            double claimed =
                Evidence.above(threshold, bet, Counts.of(hits, trials), true, OptionalLong.of(log));
            if (claimed > 0) {
              assertThat(betForLog(prior, (int) Math.floor(threshold * log), hits, trials))
                  .as("%d of %d, log %d, %s", hits, trials, log, threshold)
                  .isGreaterThanOrEqualTo(claimed - ROUNDING);
            }
          }
        });
  }

  @Test
  void claimsNoMoreOfPairsThanABetMadeForTheirNumber() {
    forAll(
        60,
        random -> {
          int discordant = 5 + random.nextInt(250);
          double[] prior = logPrior(BetaMixture.ratio(1), discordant);
          for (int trial = 0; trial < 40; trial++) {
            int seen = 1 + random.nextInt(discordant - 1);
            int onlyB = hits(random, seen, 0.5);
            double claimed = Evidence.increased(new PairedCounts(0, seen - onlyB, onlyB, 10), true);
            if (claimed > 0) {
              assertThat(betForLog(prior, discordant / 2, onlyB, seen))
                  .as("%d of %d, of %d in all", onlyB, seen, discordant)
                  .isGreaterThanOrEqualTo(claimed - ROUNDING);
            }
          }
        });
  }

  private static double above(double threshold, Counts counts) {
    return Evidence.above(threshold, LU7, counts, false, OptionalLong.empty());
  }

  private static int hits(Random random, int trials, double threshold) {
    double deviation = Math.sqrt(trials * threshold * (1 - threshold) + 0.5);
    return (int)
        Math.min(trials, Math.round(trials * threshold + 6 * random.nextDouble() * deviation));
  }

  private static double[] logPrior(BetaMixture bet, int log) {
    double[] prior = new double[log + 1];
    for (int hits = 0; hits <= log; hits++) {
      prior[hits] = logChoose(log, hits) + bet.logMarginal(hits, log);
    }
    return prior;
  }

  /** Straight from the definition: a sum over every number of hits that the bet is on. */
  private static double betForLog(double[] prior, int greatest, int hits, int trials) {
    int log = prior.length - 1;
    if (hits > greatest) {
      return Double.POSITIVE_INFINITY;
    }
    double bets = 0;
    double wins = 0;
    double scale = prior[greatest + 1];
    for (int inLog = greatest + 1; inLog <= log; inLog++) {
      double bet = Math.exp(prior[inLog] - scale);
      bets += bet;
      wins +=
          bet * Math.exp(logDraw(log, inLog, hits, trials) - logDraw(log, greatest, hits, trials));
    }
    return Math.log(wins) - Math.log(bets);
  }

  /** Log chance of one order of the draw; none where the log has too few hits or too few misses. */
  private static double logDraw(int log, int inLog, int hits, int trials) {
    return inLog < hits || log - inLog < trials - hits
        ? Double.NEGATIVE_INFINITY
        : logChoose(log - trials, inLog - hits) - logChoose(log, inLog);
  }

  private static double logChoose(long of, long some) {
    return -Math.log(of + 1.0) - Beta.logBeta(some + 1.0, of - some + 1.0);
  }
}
