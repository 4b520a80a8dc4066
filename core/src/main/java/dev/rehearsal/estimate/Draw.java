package dev.rehearsal.estimate;

import org.apache.commons.math3.special.Beta;

/** Hits seen in a number of draws, each prefix once, from a finite population. */
record Draw(long hits, long trials, long population, double constant) {

  /**
   * @throws IllegalArgumentException unless 0 ≤ hits ≤ trials ≤ population
   */
  static Draw of(BetaMixture prior, long hits, long trials, long population) {
    if (!(0 <= hits && hits <= trials && trials <= population)) {
      throw new IllegalArgumentException(
          "hits must be in [0, trials] and trials in [0, population], were %d of %d of %d"
              .formatted(hits, trials, population));
    }
    double constant =
        prior.logMarginal(hits, trials)
            + Math.log((population - trials + 1.0) / (population + 1.0));
    return new Draw(hits, trials, population, constant);
  }

  /** The fewest hits that the population can have. */
  long fewest() {
    return hits;
  }

  /** The most hits that the population can have. */
  long most() {
    return population - (trials - hits);
  }

  /** The number of hits in the population that explains the draw best. */
  long mode() {
    if (trials == 0) {
      return 0;
    }
    double best = Math.floor((double) hits / trials * (population + 1.0));
    return Math.max(fewest(), Math.min(most(), (long) best));
  }

  /** About how far the number of hits in the population is known; at least 0. */
  double deviation() {
    double rate = (hits + 1.0) / (trials + 2.0);
    return population
        * Math.sqrt(rate * (1 - rate) / (trials + 1.0) * (1 - (double) trials / population));
  }

  /**
   * Log of the e-value against a number of hits in the population, which need not be whole, so that
   * it may stand for a rate. The likelihood of one order of the draw is the number of ways to place
   * the hits that are still to come, over the number of ways to place them all: two binomial
   * coefficients, each one beta function, which stay small where hits are rare.
   *
   * @return natural logarithm; convex in the argument; positive infinity where it is impossible
   */
  double logE(double inPopulation) {
    if (inPopulation < fewest() || inPopulation > most()) {
      return Double.POSITIVE_INFINITY;
    }
    return constant
        + Beta.logBeta(inPopulation - hits + 1, most() - inPopulation + 1)
        - Beta.logBeta(inPopulation + 1, population - inPopulation + 1);
  }
}
