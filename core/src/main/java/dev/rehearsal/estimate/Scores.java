package dev.rehearsal.estimate;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Scores within [0, 1] as a histogram: how many units have which score. A unit is whatever is
 * independent of the others, such as a prefix, a user or a conversation. Immutable.
 */
public final class Scores {
  /** No unit yet. */
  public static final Scores NONE = new Scores(new double[0], new double[0]);

  private final double[] values;
  private final double[] counts;
  private final double units;
  private final double sum;

  private Scores(double[] values, double[] counts) {
    this.values = values;
    this.counts = counts;
    double all = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      all += counts[i];
      total += counts[i] * values[i];
    }
    units = all;
    sum = Math.min(total, all);
  }

  /**
   * Scores with the number of units that have each, which need not be whole.
   *
   * @throws IllegalArgumentException if a score is outside [0, 1] or a number negative or infinite
   */
  public static Scores of(Map<Double, ? extends Number> histogram) {
    TreeMap<Double, Double> sorted = new TreeMap<>();
    histogram.forEach(
        (score, count) -> {
          double number = count.doubleValue();
          if (!(0 <= number && number < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a number of units must be 0 or more, was " + count);
          }
          if (number > 0) {
            sorted.merge(requireScore(score), number, Double::sum);
          }
        });
    return new Scores(
        sorted.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
        sorted.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** How many units there are. */
  public double units() {
    return units;
  }

  /** The sum of all scores, within [0, units]. */
  public double sum() {
    return sum;
  }

  /** The mean score, within [0, 1]; empty without a unit. */
  public OptionalDouble mean() {
    return units == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / units);
  }

  /** How many different scores are told apart. */
  int size() {
    return values.length;
  }

  /** The score at a place, in rising order. */
  double value(int place) {
    return values[place];
  }

  /** How many units have the score at a place, above 0. */
  double count(int place) {
    return counts[place];
  }

  /** Zero loses its sign, so that it is one score. */
  static double requireScore(double score) {
    if (!(0 <= score && score <= 1)) {
      throw new IllegalArgumentException("a score must be in [0, 1], was " + score);
    }
    return score + 0.0;
  }
}
