package dev.rehearsal.multiplicity;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.OneSidedSequence;
import java.util.OptionalLong;

/**
 * E-values against nulls that name a direction. They bet on the other side of the null alone: an
 * e-value that bets on both sides would also grow when a rate is on the harmless side.
 *
 * <p>Over a finite log the bet is made as if the data went on for ever. Where it has won, one made
 * for any such log would have won as much, save at a lone hit or a lone miss; so there, and where
 * it has not won, it counts as nothing. docs/methods.md, "Discoveries".
 */
public final class Evidence {
  private static final OneSidedSequence COIN = OneSidedSequence.lower(BetaMixture.ratio(1));

  private Evidence() {}

  /**
   * Against a rate of at most {@code threshold}.
   *
   * @param bet fixed before the run
   * @param finite whether the prefixes come without replacement from a finite log
   * @param population of that log; empty when not known
   * @return natural logarithm of the e-value; positive infinity where a whole log was counted and
   *     refutes the null
   */
  public static double above(
      double threshold, BetaMixture bet, Counts counts, boolean finite, OptionalLong population) {
    if (finite && population.orElse(-1) == counts.trials() && counts.trials() > 0) {
      return counts.rate().orElseThrow() > threshold
          ? Double.POSITIVE_INFINITY
          : Double.NEGATIVE_INFINITY;
    }
    double logE = OneSidedSequence.lower(bet).logE(counts.hits(), counts.trials(), threshold);
    boolean lone = counts.hits() < 2 || counts.trials() - counts.hits() < 2;
    return finite && (lone || logE <= 0) ? Double.NEGATIVE_INFINITY : logE;
  }

  /**
   * Against a rate of the compared lane of at most that of the reference lane.
   *
   * @return natural logarithm of the e-value; 0 without a discordant pair of a run without end
   */
  public static double increased(PairedCounts counts, boolean finite) {
    return mostly(counts.onlyB(), counts.discordant(), finite);
  }

  /** Against a rate of the compared lane of at least that of the reference lane. */
  public static double decreased(PairedCounts counts, boolean finite) {
    return mostly(counts.onlyA(), counts.discordant(), finite);
  }

  private static double mostly(long side, long discordant, boolean finite) {
    double logE = COIN.logE(side, discordant, 0.5);
    return finite && logE <= 0 ? Double.NEGATIVE_INFINITY : logE;
  }
}
