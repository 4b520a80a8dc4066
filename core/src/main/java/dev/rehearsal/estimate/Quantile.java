package dev.rehearsal.estimate;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/** Finds where a growing function of the logarithm crosses zero. */
final class Quantile {
  private static final int MOST_EVALUATIONS = 500;

  private Quantile() {}

  /**
   * @param start where to begin to look, any finite number
   * @param firstStep how far to look at first, above 0
   * @param growing never decreasing, negative far below and positive far above
   */
  static double solve(double start, double firstStep, DoubleUnaryOperator growing) {
    double below = start;
    for (double step = firstStep; growing.applyAsDouble(below) > 0; step *= 2) {
      below -= step;
    }
    double above = start;
    for (double step = firstStep; growing.applyAsDouble(above) < 0; step *= 2) {
      above += step;
    }
    return below == above
        ? start
        : new BrentSolver(1e-15, 1e-15, 1e-300)
            .solve(MOST_EVALUATIONS, growing::applyAsDouble, below, above);
  }
}
