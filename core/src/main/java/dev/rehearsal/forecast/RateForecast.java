package dev.rehearsal.forecast;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.BetaQuantile;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Beta;

/**
 * A rate that is promised, and how sure the promise is. The rate varies like a beta variable of
 * mean {@code rate}, as after counting, times a factor whose logarithm is normal: what the harness
 * or a correction adds. The factor works on log odds, which are log rates where rates are small, so
 * that a rate stays one. Without a factor the intervals are those of Jeffreys' prior exactly, and
 * the counts are beta-binomial.
 *
 * <p>For one look. Source: docs/methods.md, "Forecasts". Immutable.
 *
 * @param rate within (0, 1)
 * @param shape of the beta variable, above 0: hits + ½ of the sample that the rate comes from
 * @param spread standard deviation of the logarithm of the factor, 0 or more
 */
public record RateForecast(double rate, double shape, double spread) {
  private static final ConfidenceSequence SAMPLE = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final double FARTHEST = 6;
  private static final int FEWEST_NODES = 100;
  private static final int MOST_NODES = 2000;

  /** Up to here counts are walked one by one; beyond, a count is a rate with some more noise. */
  private static final double MOST_TERMS = 2e6;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RateForecast {
    if (!(0 < rate && rate < 1) || !(shape > 0) || !(0 <= spread && spread < 1e3)) {
      throw new IllegalArgumentException(
          "a forecast needs a rate in (0, 1), a shape above 0 and a spread of 0 or more, had "
              + rate
              + ", "
              + shape
              + ", "
              + spread);
    }
  }

  /** What a sample alone says of the rate. */
  public static RateForecast of(Counts counts) {
    return new RateForecast(Smoothed.rate(counts), counts.hits() + 0.5, 0);
  }

  /** The sample's rate times a factor that is known up to a log-variance; at most nearly 1. */
  public static RateForecast scaled(Counts counts, double factor, double logVariance) {
    double most = (counts.trials() + 0.5) / (counts.trials() + 1.0);
    return new RateForecast(
        Math.min(most, Smoothed.rate(counts) * factor),
        counts.hits() + 0.5,
        Math.sqrt(logVariance));
  }

  /** Variance of the logarithm of the rate, by the delta method. */
  public double logVariance() {
    return (1 - rate) / shape + spread * spread;
  }

  /**
   * The rate lies within with a chance of at least 1 − alpha, and on either side with at most alpha
   * / 2. The low end is 0 when the sample had no hit, the high end 1 when it had no miss.
   *
   * @param alpha within (0, 1)
   */
  public Interval interval(double alpha) {
    requireAlpha(alpha);
    return new Interval(
        shape < 1 ? 0 : quantile(alpha / 2), missShape(0) < 1 ? 1 : quantile(1 - alpha / 2));
  }

  /**
   * The same for a sample that chose its own end by what it showed: the part of the sample is held
   * by a sequence that is valid at every end, and the factor's part comes on top.
   *
   * @param counts the sample that the rate comes from
   * @param alpha within (0, 1)
   * @return at least as wide as {@link #interval}
   */
  public Interval intervalAtAnyEnd(Counts counts, double alpha) {
    Interval once = interval(alpha);
    Interval always = SAMPLE.interval(counts, alpha);
    double moved = rate / Smoothed.rate(counts);
    double factor = Funnel.factor(1 - alpha, spread * spread);
    return new Interval(
        Math.min(once.low(), always.low() * moved / factor),
        Math.min(1, Math.max(once.high(), always.high() * moved * factor)));
  }

  /**
   * How many hits to expect among future replies.
   *
   * @param low smallest number that at most alpha / 2 lie below
   * @param high smallest number that at most alpha / 2 lie above
   */
  public record Range(long low, long high) {
    /** Whether a number of hits lies within, ends included. */
    public boolean contains(long hits) {
      return low <= hits && hits <= high;
    }
  }

  /**
   * The range that the hits among {@code trials} future replies lie in, with a chance of at least 1
   * − alpha.
   *
   * @param trials 0 or more
   * @param alpha within (0, 1)
   */
  public Range hits(long trials, double alpha) {
    requireAlpha(alpha);
    double expected = trials * rate;
    if (expected * nodes() > MOST_TERMS) {
      Interval rates =
          new RateForecast(rate, shape * expected / (shape + expected), spread).interval(alpha);
      return new Range(Math.round(trials * rates.low()), Math.round(trials * rates.high()));
    }
    return walk(trials, alpha);
  }

  /** Adds up the mixture's beta-binomial probabilities from 0 hits on. */
  private Range walk(long trials, double alpha) {
    int nodes = nodes();
    double[] weights = weights(nodes);
    double[] misses = new double[nodes];
    double[] logs = new double[nodes];
    for (int i = 0; i < nodes; i++) {
      misses[i] = missShape(node(i, nodes));
      logs[i] = Beta.logBeta(shape, misses[i] + trials) - Beta.logBeta(shape, misses[i]);
    }
    long low = -1;
    double cumulative = 0;
    for (long hits = 0; ; hits++) {
      for (int i = 0; i < nodes; i++) {
        cumulative += weights[i] * Math.exp(logs[i]);
        logs[i] +=
            Math.log(
                (trials - hits)
                    * (shape + hits)
                    / ((hits + 1.0) * (misses[i] + trials - hits - 1)));
      }
      if (low < 0 && cumulative >= alpha / 2) {
        low = hits;
      }
      if (cumulative >= 1 - alpha / 2 || hits == trials) {
        return new Range(low, hits);
      }
    }
  }

  private double quantile(double probability) {
    if (spread == 0) {
      return probability < 0.5
          ? BetaQuantile.of(probability, shape, missShape(0))
          : BetaQuantile.upper(1 - probability, shape, missShape(0));
    }
    DoubleUnaryOperator excess = logit -> cumulative(logit) - probability;
    double centre = Math.log(rate / (1 - rate));
    double below = centre;
    double step = spread + Math.min(0.5, 1 / Math.sqrt(shape));
    for (double by = step; excess.applyAsDouble(below) > 0; by *= 2) {
      below -= by;
    }
    double above = centre;
    for (double by = step; excess.applyAsDouble(above) < 0; by *= 2) {
      above += by;
    }
    double logit =
        below == above
            ? centre
            : new BrentSolver(1e-14, 1e-13, 1e-300).solve(500, excess::applyAsDouble, below, above);
    return logistic(logit);
  }

  /** The chance of a rate with log odds of at most {@code logit}. */
  private double cumulative(double logit) {
    int nodes = nodes();
    double[] weights = weights(nodes);
    double sum = 0;
    for (int i = 0; i < nodes; i++) {
      double misses = missShape(node(i, nodes));
      sum +=
          weights[i]
              * (logit < 0
                  ? Beta.regularizedBeta(logistic(logit), shape, misses)
                  : 1 - Beta.regularizedBeta(logistic(-logit), misses, shape));
    }
    return sum;
  }

  /**
   * Enough for the step between two nodes to be no wider than the beta variable: then the sum over
   * them is the integral over the normal factor up to rounding.
   */
  private int nodes() {
    return spread == 0
        ? 1
        : (int)
            Math.min(MOST_NODES, Math.max(FEWEST_NODES, 2 * FARTHEST * spread * Math.sqrt(shape)));
  }

  private static double node(int index, int nodes) {
    return nodes == 1 ? 0 : FARTHEST * (2.0 * index / (nodes - 1) - 1);
  }

  private static double[] weights(int nodes) {
    double[] weights = new double[nodes];
    double total = 0;
    for (int i = 0; i < nodes; i++) {
      double z = node(i, nodes);
      weights[i] = Math.exp(-z * z / 2);
      total += weights[i];
    }
    for (int i = 0; i < nodes; i++) {
      weights[i] /= total;
    }
    return weights;
  }

  /** The second shape of the beta variable whose mean has moved by {@code z} spreads. */
  private double missShape(double z) {
    return shape * (1 - rate) / rate * Math.exp(-spread / (1 - rate) * z);
  }

  private static double logistic(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static void requireAlpha(double alpha) {
    if (!(0 < alpha && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
    }
  }
}
