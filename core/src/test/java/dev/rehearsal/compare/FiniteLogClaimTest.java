package dev.rehearsal.compare;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;

/**
 * The paired decision is made as if discordant prefixes came from a process without end. Over a
 * finite log they are drawn without replacement from an unknown number of them. The decision holds
 * there too if, for every such number, the evidence against an even split is no weaker than what
 * was computed.
 */
class FiniteLogClaimTest {
  private static final ConfidenceSequence COIN = ConfidenceSequence.of(BetaMixture.ratio(1));
  private static final double ROUNDING = 1e-9;

  @Test
  void evidenceForAProcessIsEvidenceForEverySmallLog() {
    for (long seen = 1; seen <= 60; seen++) {
      for (long fewer = 0; 2 * fewer <= seen; fewer++) {
        for (long inLog = seen; inLog <= 6 * seen + 60; inLog++) {
          assertNoWeaker(fewer, seen, inLog);
        }
      }
    }
  }

  @Test
  void evidenceForAProcessIsEvidenceForEveryLog() {
    forAll(
        20_000,
        random -> {
          long seen = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e5));
          double deviations = 6 * random.nextDouble();
          long fewer = Math.max(0, (long) (seen / 2.0 - deviations * Math.sqrt((double) seen) / 2));
          long inLog = seen + (long) (seen * Math.exp(-6 + 14 * random.nextDouble()));
          assertNoWeaker(fewer, seen, inLog);
        });
  }

  /** {@code inLog} may be odd: then the even split stands for the bound between the two sides. */
  private static void assertNoWeaker(long fewer, long seen, long inLog) {
    double endless = COIN.logE(fewer, seen, 0.5);
    if (endless <= 0) {
      return; // no alpha excludes an even split here
    }
    double half = inLog / 2.0;
    if (half < seen - fewer) {
      return; // impossible in such a log: the evidence is infinite
    }
    double logEvenlySplit =
        Math.log((inLog + 1.0) / (inLog - seen + 1.0))
            - Beta.logBeta(half - fewer + 1, half - (seen - fewer) + 1)
            + Beta.logBeta(half + 1, half + 1);
    double finite = endless - seen * Math.log(2) - logEvenlySplit;

    assertThat(finite)
        .as("%d and %d of %d discordant", fewer, seen - fewer, inLog)
        .isGreaterThanOrEqualTo(endless - ROUNDING * (1 + seen * 1e-2));
  }
}
