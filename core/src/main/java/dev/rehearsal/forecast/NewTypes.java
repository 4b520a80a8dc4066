package dev.rehearsal.forecast;

import dev.rehearsal.estimate.FixedSampleIntervals;

/**
 * How common a behaviour that no category covers must be for a sample to have shown it. Source: the
 * hypothesis H3 of "Predicting LLM Safety Before Release by Simulating Deployment" (2026).
 *
 * @param types how many unknown behaviours there may be, at least 1
 * @param occurrences in how many replies one is noticed, at least 1
 * @param alpha chance that any of them stays unnoticed, within (0, 1)
 */
public record NewTypes(int types, int occurrences, double alpha) {
  /** Ten behaviours, each noticed from its tenth occurrence on, at 95 %. */
  public static final NewTypes USUAL = new NewTypes(10, 10, 0.05);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException unless types and occurrences are at least 1
   */
  public NewTypes {
    if (types < 1 || occurrences < 1) {
      throw new IllegalArgumentException(
          "types and occurrences must be at least 1, were " + types + " and " + occurrences);
    }
  }

  /**
   * The smallest rate q with P(Bin(n, q) &lt; occurrences) ≤ alpha / types: a behaviour as common
   * as that would have been noticed.
   *
   * @param trials replies that were looked through, 0 or more
   * @return probability, within (0, 1]; 1 if there were fewer replies than occurrences
   */
  public double detectable(long trials) {
    return trials < occurrences
        ? 1
        : FixedSampleIntervals.clopperPearsonUpperOneSided(occurrences - 1L, trials, alpha / types);
  }
}
