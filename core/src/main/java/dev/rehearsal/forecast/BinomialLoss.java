package dev.rehearsal.forecast;

import dev.rehearsal.estimate.Counts;

/**
 * How badly a forecast rate explains what was counted, in nats: the negative log-likelihood of the
 * counts, without the binomial coefficient, which no forecast changes. It respects small numbers: a
 * rate of 1e-5 against no hit in 10,000 costs little.
 */
public final class BinomialLoss {
  private BinomialLoss() {}

  /**
   * The loss of a forecast.
   *
   * @param rate within (0, 1)
   * @return 0 or more
   * @throws IllegalArgumentException for a rate of 0 or 1: it would lose everything on one surprise
   */
  public static double of(double rate, Counts observed) {
    requireRate(rate);
    return -(observed.hits() * Math.log(rate) + misses(observed) * Math.log1p(-rate));
  }

  /**
   * The loss beyond that of the observed rate itself, which no forecast can beat: comparable
   * between categories. 0 or more; 0 before the first trial.
   */
  public static double regret(double rate, Counts observed) {
    requireRate(rate);
    double trials = observed.trials();
    double ofHits =
        observed.hits() == 0 ? 0 : observed.hits() * Math.log(observed.hits() / trials / rate);
    double misses = misses(observed);
    double ofMisses =
        misses == 0 ? 0 : misses * (Math.log1p(-observed.hits() / trials) - Math.log1p(-rate));
    return Math.max(0, ofHits + ofMisses);
  }

  private static double misses(Counts observed) {
    return (double) observed.trials() - observed.hits();
  }

  private static void requireRate(double rate) {
    if (!(0 < rate && rate < 1)) {
      throw new IllegalArgumentException("a forecast rate must be in (0, 1), was " + rate);
    }
  }
}
