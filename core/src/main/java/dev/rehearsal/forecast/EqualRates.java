package dev.rehearsal.forecast;

import dev.rehearsal.estimate.Counts;
import org.apache.commons.math3.special.Beta;

/**
 * Two samples as they would be if their rates were equal: of m hits in all, each is the second
 * sample's with a chance of its share of the trials, so its number of hits is binomial. Exact for
 * rare hits, for one look. Source: Przyborowski and Wilenski (1940).
 *
 * @param first one sample
 * @param second the other; neither may be empty
 */
public record EqualRates(Counts first, Counts second) {

  /**
   * Checks the samples.
   *
   * @throws IllegalArgumentException if one has no trial
   */
  public EqualRates {
    if (first.trials() == 0 || second.trials() == 0) {
      throw new IllegalArgumentException("equal rates need trials on both sides");
    }
  }

  /** Twice the smaller tail, at most 1: the chance of counts at least as uneven as these. */
  public double pValue() {
    long all = first.hits() + second.hits();
    long hits = second.hits();
    double share = share();
    double atMost =
        hits >= all ? 1 : Beta.regularizedBeta(1 - share, (double) all - hits, hits + 1.0);
    double atLeast = hits == 0 ? 1 : Beta.regularizedBeta(share, (double) hits, all - hits + 1.0);
    return Math.min(1, 2 * Math.min(atMost, atLeast));
  }

  /**
   * The smallest symmetric error that chance stays within with probability {@code level}, given the
   * hits of both together: where hits are so few that the {@link Funnel} is only a rough guide.
   *
   * @param level within (0, 1)
   * @return 1 or more
   */
  public double errorWithin(double level) {
    long all = first.hits() + second.hits();
    long low = evenest(all);
    long high = low;
    double probability = Math.exp(logProbability(low, all));
    double largest = error(low, all);
    // Outwards from the evenest split, always to the side with the smaller error.
    while (probability < level && (low > 0 || high < all)) {
      double below = low > 0 ? error(low - 1, all) : Double.POSITIVE_INFINITY;
      double above = high < all ? error(high + 1, all) : Double.POSITIVE_INFINITY;
      long next = below <= above ? --low : ++high;
      double weight = Math.exp(logProbability(next, all));
      if (weight < 1e-18 && probability > 0.5) {
        break; // Rounding keeps the rest from adding up to a level this close to 1.
      }
      probability += weight;
      largest = Math.max(largest, Math.min(below, above));
    }
    return largest;
  }

  private double share() {
    return (double) second.trials() / ((double) first.trials() + second.trials());
  }

  /** The split with the smallest error: that next to where both smoothed rates are equal. */
  private long evenest(long all) {
    double trials = second.trials() + 1.0;
    double others = first.trials() + 1.0;
    double even = ((all + 0.5) * trials - 0.5 * others) / (trials + others);
    long below = Math.max(0, Math.min(all, (long) Math.floor(even)));
    long above = Math.min(all, below + 1);
    return error(below, all) <= error(above, all) ? below : above;
  }

  private double error(long hits, long all) {
    return SymmetricError.of(
        Smoothed.rate(Counts.of(all - hits, Math.max(all - hits, first.trials()))),
        Smoothed.rate(Counts.of(hits, Math.max(hits, second.trials()))));
  }

  private double logProbability(long hits, long all) {
    double share = share();
    return -Math.log(all + 1.0)
        - Beta.logBeta(hits + 1.0, all - hits + 1.0)
        + hits * Math.log(share)
        + (all - hits) * Math.log1p(-share);
  }
}
