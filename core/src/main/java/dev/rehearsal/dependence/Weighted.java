package dev.rehearsal.dependence;

import java.util.OptionalDouble;

/**
 * Running sums over prefixes that stand for more than themselves: weight 1/π for one that was
 * sampled with probability π. Memory is constant. Not thread-safe: owned by one estimator.
 *
 * <p>Sources: Horvitz and Thompson (1952); Hájek (1971); Kish (1965) for the effective size;
 * docs/methods.md, "Weights and strata".
 */
public final class Weighted {
  private double weights;
  private double hits;
  private double squaredWeights;
  private double squaredHits;

  /**
   * Counts a prefix.
   *
   * @param weight above 0 and finite
   */
  public void add(double weight, boolean hit) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a weight must be above 0, was " + weight);
    }
    weights += weight;
    squaredWeights += weight * weight;
    if (hit) {
      hits += weight;
      squaredHits += weight * weight;
    }
  }

  /** Hájek's rate, Σwy/Σw; empty before the first prefix. */
  public OptionalDouble rate() {
    return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(hits / weights);
  }

  /**
   * Horvitz and Thompson's rate over a population of known size, Σwy/N: unbiased, and may pass 1.
   *
   * @param population above 0
   */
  public double rateOver(double population) {
    if (!(population > 0)) {
      throw new IllegalArgumentException("a population must be above 0, was " + population);
    }
    return hits / population;
  }

  /** Standard error of {@link #rate} by linearisation, for one look; empty before any prefix. */
  public OptionalDouble standardError() {
    if (weights == 0) {
      return OptionalDouble.empty();
    }
    double rate = hits / weights;
    double spread =
        (1 - rate) * (1 - rate) * squaredHits + rate * rate * (squaredWeights - squaredHits);
    return OptionalDouble.of(Math.sqrt(spread) / weights);
  }

  /** Of how many equally weighted prefixes the precision is: (Σw)²/Σw², at most their number. */
  public double effectiveSize() {
    return squaredWeights == 0 ? 0 : weights * weights / squaredWeights;
  }
}
