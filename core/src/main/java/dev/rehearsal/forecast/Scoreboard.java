package dev.rehearsal.forecast;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How good a forecast of several categories was. Sources: docs/methods.md, "Scores".
 *
 * @param scored one for each category, all by the same kind of forecast
 */
public record Scoreboard(List<Scored> scored) {
  private static final int FEWEST_FOR_CORRELATION = 3;

  public Scoreboard {
    scored = List.copyOf(scored);
  }

  /**
   * Directions that were right.
   *
   * @param right how many
   * @param all of how many
   */
  public record Share(long right, long all) {}

  /** The same of the categories alone whose rate moved by {@link SymmetricError#MOVED} or more. */
  public Scoreboard movers() {
    return new Scoreboard(scored.stream().filter(Scored::moved).toList());
  }

  /** The same of the categories alone that the run had settled. */
  public Scoreboard decided() {
    return new Scoreboard(scored.stream().filter(Scored::decided).toList());
  }

  /** The median error, 1 or more; empty without a category. */
  public OptionalDouble medianError() {
    return median(Scored::error);
  }

  /** The median error that a perfect forecast of this precision would show; empty without one. */
  public OptionalDouble medianNoise() {
    return median(category -> category.noise(0.5));
  }

  /** How many directions were right. */
  public Share directions() {
    return new Share(scored.stream().filter(Scored::directionRight).count(), scored.size());
  }

  /** Mean regret over categories, in nats; empty without one. */
  public OptionalDouble meanRegret() {
    return scored.stream().mapToDouble(Scored::regret).average();
  }

  /**
   * How many counts lay in the predictive range.
   *
   * @param alpha of the range, within (0, 1)
   */
  public Share covered(double alpha) {
    long within =
        scored.stream()
            .filter(
                s -> s.forecast().hits(s.observed().trials(), alpha).contains(s.observed().hits()))
            .count();
    return new Share(within, scored.size());
  }

  /**
   * Correlation of the logarithms of forecast and observed rates, within [-1, 1]; empty for fewer
   * than three categories, or where all have one rate.
   */
  public OptionalDouble correlation() {
    if (scored.size() < FEWEST_FOR_CORRELATION) {
      return OptionalDouble.empty();
    }
    double r =
        new PearsonsCorrelation()
            .correlation(
                logs(category -> category.forecast().rate()),
                logs(category -> Smoothed.rate(category.observed())));
    return Double.isNaN(r) ? OptionalDouble.empty() : OptionalDouble.of(r);
  }

  /**
   * The exact chance of losses this much smaller than another forecast's if neither were better;
   * see {@link SignFlip}.
   *
   * @param other of the same categories in the same order
   */
  public OptionalDouble betterThan(Scoreboard other) {
    double[] differences = new double[scored.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = other.scored.get(i).regret() - scored.get(i).regret();
    }
    return SignFlip.pValue(differences);
  }

  private double[] logs(ToDoubleFunction<Scored> rate) {
    return scored.stream().mapToDouble(rate).map(Math::log).toArray();
  }

  private OptionalDouble median(ToDoubleFunction<Scored> value) {
    double[] sorted = scored.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
