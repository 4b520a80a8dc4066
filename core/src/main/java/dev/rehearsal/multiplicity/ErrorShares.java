package dev.rehearsal.multiplicity;

/**
 * Weighted Bonferroni: one error divided among several questions, each in proportion to its weight,
 * so that the chance of any wrong answer among all of them is at most the whole.
 *
 * <p>Source: Bonferroni's inequality with weights (Rosenthal and Rubin 1983); docs/methods.md,
 * "Many categories". Immutable.
 *
 * @param alpha the whole error, within (0, 1)
 * @param totalWeight of all questions together, above 0
 */
public record ErrorShares(double alpha, double totalWeight) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ErrorShares {
    requireAlpha(alpha);
    if (!(0 < totalWeight && totalWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weights must add up to above 0, were " + totalWeight);
    }
  }

  /**
   * The error of one question.
   *
   * @param weight above 0, at most the total
   * @return within (0, alpha]
   * @throws IllegalArgumentException if the weight is out of range
   */
  public double of(double weight) {
    // Weights are added up in floating point: the sum may be off by a few units in the last place.
    if (!(0 < weight && weight <= totalWeight * (1 + 1e-9))) {
      throw new IllegalArgumentException(
          "a weight must be above 0 and at most their sum " + totalWeight + ", was " + weight);
    }
    return Math.min(alpha, alpha * weight / totalWeight);
  }

  static void requireAlpha(double alpha) {
    if (!(0 < alpha && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
    }
  }
}
