package dev.rehearsal.estimate;

/**
 * A rate together with what is left to 1, so that neither loses digits at either end of the scale.
 *
 * @param rate probability, within [0, 1]
 * @param rest one less the rate
 */
record Point(double rate, double rest) {
  /**
   * @throws IllegalArgumentException unless the rate is within [0, 1]
   */
  static Point of(double rate) {
    if (!(0 <= rate && rate <= 1)) {
      throw new IllegalArgumentException("a rate must be in [0, 1], was " + rate);
    }
    return new Point(rate, 1 - rate);
  }

  /** The point whose odds have this natural logarithm. */
  static Point ofLogOdds(double logOdds) {
    return new Point(1 / (1 + Math.exp(-logOdds)), 1 / (1 + Math.exp(logOdds)));
  }

  /** Log of the rate. */
  double logRate() {
    return rate < 0.5 ? Math.log(rate) : Math.log1p(-rest);
  }

  /** Log of the rest. */
  double logRest() {
    return rest < 0.5 ? Math.log(rest) : Math.log1p(-rate);
  }

  /** The same place seen from the other end. */
  Point mirrored() {
    return new Point(/* rate= */ rest, /* rest= */ rate);
  }

  /** Log of the chance of one particular order of hits and misses; 0 for none. */
  double logLikelihood(double hits, double misses) {
    return (hits == 0 ? 0 : hits * logRate()) + (misses == 0 ? 0 : misses * logRest());
  }
}
