package dev.rehearsal.compare;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Decision;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The compared side's rate over the reference side's, from independent trials in any order, at
 * every look at once.
 *
 * <p>The e-value against a ratio is the mixtures' probability of all data over the largest that any
 * pair of rates with this ratio gives them. Wider than {@link BlockComparison}, but it needs no
 * order and speaks of rates, not odds.
 *
 * <p>Sources: Wasserman, Ramdas and Balakrishnan (2020); docs/methods.md, "Unpaired comparison".
 * Immutable.
 *
 * @param reference hits and trials of the reference side
 * @param compared hits and trials of the compared side
 */
record UniversalInference(Counts reference, Counts compared) {
  private static final BetaMixture PRIOR = BetaMixture.logUniform();
  private static final double FIRST_STEP = 0.5;
  private static final int MOST_EVALUATIONS = 500;

  /**
   * Log of the e-value against {@code ratio}, above 0. As a function of its logarithm it falls to
   * the observed ratio and rises from there.
   */
  double logE(double ratio) {
    double rate = likeliest(ratio);
    return PRIOR.logMarginal(reference.hits(), reference.trials())
        - logLikelihood(reference, rate)
        + PRIOR.logMarginal(compared.hits(), compared.trials())
        - logLikelihood(compared, ratio * rate);
  }

  /**
   * Interval for the ratio of the rates.
   *
   * @return from 0 while the compared side has no hit, to infinity while the reference side has
   *     none
   */
  RatioInterval interval(double alpha) {
    double threshold = -Math.log(alpha);
    double start =
        Math.log((compared.hits() + 0.5) / (compared.trials() + 0.5))
            - Math.log((reference.hits() + 0.5) / (reference.trials() + 0.5));
    if (reference.hits() > 0 && compared.hits() > 0) {
      start =
          Math.log((double) compared.hits() / compared.trials())
              - Math.log((double) reference.hits() / reference.trials());
    }
    double low =
        compared.hits() == 0 || reference.trials() == 0
            ? 0
            : Math.exp(outward(start, -FIRST_STEP, threshold));
    double high =
        reference.hits() == 0 || compared.trials() == 0
            ? Double.POSITIVE_INFINITY
            : Math.exp(outward(start, FIRST_STEP, threshold));
    return new RatioInterval(low, high);
  }

  /** The log of the ratio at which the evidence reaches the threshold, from {@code start} on. */
  private double outward(double start, double step, double threshold) {
    double inside = start;
    double outside = start + step;
    double stride = step;
    while (logE(Math.exp(outside)) < threshold) {
      inside = outside;
      stride *= 2;
      outside += stride;
    }
    return new BrentSolver(1e-14, 1e-14, 1e-15)
        .solve(
            MOST_EVALUATIONS,
            u -> logE(Math.exp(u)) - threshold,
            Math.min(inside, outside),
            Math.max(inside, outside));
  }

  /** On which side of {@code ratio}, above 0, the ratio of the rates lies. */
  Decision against(double ratio, double alpha) {
    if (logE(ratio) < -Math.log(alpha)) {
      return Decision.UNDECIDED;
    }
    return (double) compared.hits() * reference.trials()
            < ratio * reference.hits() * compared.trials()
        ? Decision.BELOW
        : Decision.ABOVE;
  }

  /**
   * The reference rate that makes the data likeliest among those with this ratio: the smaller root
   * of a quadratic, in the form that loses no digits.
   */
  private double likeliest(double ratio) {
    double hits = (double) reference.hits() + compared.hits();
    double square = ratio * ((double) reference.trials() + compared.trials());
    double linear =
        hits * (1 + ratio)
            + (reference.trials() - reference.hits())
            + ratio * (compared.trials() - compared.hits());
    double root = Math.sqrt(Math.max(0, linear * linear - 4 * square * hits));
    return hits == 0 ? 0 : Math.min(2 * hits / (linear + root), Math.min(1, 1 / ratio));
  }

  private static double logLikelihood(Counts counts, double rate) {
    double misses = (double) counts.trials() - counts.hits();
    double bounded = Math.min(1, rate);
    return (counts.hits() == 0 ? 0 : counts.hits() * Math.log(bounded))
        + (misses == 0 ? 0 : misses * Math.log1p(-bounded));
  }
}
