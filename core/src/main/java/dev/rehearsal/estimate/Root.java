package dev.rehearsal.estimate;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/** Finds where a function of the log odds changes its sign. */
final class Root {
  private static final int MOST_EVALUATIONS = 500;

  private Root() {}

  /**
   * @param inside where the function is not above 0, give or take rounding
   * @param outside where it is not below 0, give or take rounding
   */
  static double between(double inside, double outside, DoubleUnaryOperator function) {
    if (function.applyAsDouble(outside) <= 0) {
      return outside;
    }
    if (function.applyAsDouble(inside) >= 0) {
      return inside;
    }
    return new BrentSolver(1e-15, 1e-15, 1e-300)
        .solve(
            MOST_EVALUATIONS,
            function::applyAsDouble,
            Math.min(inside, outside),
            Math.max(inside, outside));
  }
}
