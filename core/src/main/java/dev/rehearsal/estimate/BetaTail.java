package dev.rehearsal.estimate;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.special.Beta;

/**
 * Chances of a beta variable on either side of a point: the regularised incomplete beta function,
 * as a logarithm, so that tails keep their digits however thin they are. The work does not grow
 * with the shapes.
 *
 * <p>Small shapes, and places far from the mean, take the continued fraction DLMF 8.17.22. Large
 * shapes near the mean take an integral: in log odds the density falls from the point outward as
 * {@code exp(−first·s) / (1 + x·expm1(−s))^(first + second)}, nearly the end of a bell, which a
 * Gauss–Legendre rule sums to all digits. Source: docs/methods.md, "Fixed-sample intervals".
 */
final class BetaTail {
  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(48);

  /** From here on both shapes are large: the continued fraction would need ever more terms. */
  private static final double LARGE = 1_000;

  /** How far below the mean, as a part of it, the continued fraction is short for all shapes. */
  private static final double FAR = 0.1;

  /** Log of a density too small to matter, at which the integral ends. */
  private static final double NEGLIGIBLE = 45;

  private BetaTail() {}

  /**
   * Log of the probability below {@code at}.
   *
   * @param first shape of the rate, above 0
   * @param second shape of the rest, above 0
   */
  static double logBelow(Point at, double first, double second) {
    if (at.rate() <= 0) {
      return Double.NEGATIVE_INFINITY;
    }
    boolean large = first > LARGE && second > LARGE;
    double least = large ? 0 : at.rate() - at.rest();
    return shortfall(at, first, second) >= least
        ? Math.min(0, logTail(at, first, second))
        : Math.log1p(
            -Math.min(
                1, Math.exp(logTail(at.mirrored(), /* first= */ second, /* second= */ first))));
  }

  /** Log of the probability above {@code at}. */
  static double logAbove(Point at, double first, double second) {
    return logBelow(at.mirrored(), /* first= */ second, /* second= */ first);
  }

  /** Log of the density of the log odds at {@code at}: the growth of the probability below. */
  static double logDensity(Point at, double first, double second) {
    if (first < Stirling.LEAST || second < Stirling.LEAST) {
      return at.logLikelihood(first, second) - Beta.logBeta(first, second);
    }
    // Both factors are large and nearly cancel: measure them from their peak instead.
    double both = first + second;
    double shortfall = shortfall(at, first, second);
    return -first * excess(-shortfall / first, at.rate() * both / first)
        - second * excess(shortfall / second, at.rest() * both / second)
        + 0.5 * Math.log(first / both * second / (2 * Math.PI))
        + Stirling.remainder(both)
        - Stirling.remainder(first)
        - Stirling.remainder(second);
  }

  private static double logTail(Point at, double first, double second) {
    double shortfall = shortfall(at, first, second);
    boolean near = shortfall < FAR * Math.min(first, second);
    return logDensity(at, first, second)
        + (first > LARGE && second > LARGE && near
            ? Math.log(integral(at, first, second, shortfall))
            : -Math.log(fraction(at, first, second, shortfall)));
  }

  /** The mean less the point, times the sum of the shapes. */
  private static double shortfall(Point at, double first, double second) {
    return first <= second
        ? first - (first + second) * at.rate()
        : (first + second) * at.rest() - second;
  }

  private static double integral(Point at, double first, double second, double shortfall) {
    double deviation = Math.sqrt(1 / first + 1 / second);
    double slope = shortfall * deviation;
    double end = deviation * 2 * NEGLIGIBLE / (slope + Math.sqrt(slope * slope + 2 * NEGLIGIBLE));
    double both = first + second;
    // Two ways to write one exponent: the one by the smaller shape has less to cancel.
    DoubleUnaryOperator exponent =
        first <= second
            ? s -> -first * s - both * Math.log1p(at.rate() * Math.expm1(-s))
            : s -> second * s - both * Math.log1p(at.rest() * Math.expm1(s));
    double half = end / 2;
    return half * RULE.integrate(place -> Math.exp(exponent.applyAsDouble(half * (1 + place))));
  }

  /**
   * The even part of the continued fraction, written with the shortfall (Didonato and Morris 1992,
   * equation 9), by Lentz's method as modified by Thompson and Barnett (1986).
   */
  private static double fraction(Point at, double first, double second, double shortfall) {
    double value = first / (first + 1) * (shortfall + 1);
    double numerator = value;
    double denominator = 0;
    double change = 0;
    for (double m = 1; Math.abs(change - 1) > 4e-16; m++) {
      double odd = first + 2 * m - 1;
      double weight = m * (second - m) * at.rate() / odd;
      double above = weight * at.rate() * (first + m - 1) / odd * (first + second + m - 1);
      double plain = m + weight + (first + m) / (odd + 2) * (shortfall + 1 + m * (1 + at.rest()));
      denominator = 1 / (plain + above * denominator);
      numerator = plain + above / numerator;
      change = numerator * denominator;
      value *= change;
    }
    return value;
  }

  /** {@code t − log(1 + t)}, without loss where both are nearly equal; 1 + t is given too. */
  private static double excess(double t, double onePlus) {
    if (Math.abs(t) > 0.5) {
      return t - Math.log(onePlus);
    }
    double ratio = t / (t + 2);
    double square = ratio * ratio;
    double sum = 0;
    double power = 1;
    for (int index = 3; power > 1e-17; index += 2) {
      sum += power / index;
      power *= square;
    }
    return t * ratio - 2 * ratio * square * sum;
  }
}
