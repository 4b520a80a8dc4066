package dev.rehearsal.compare;

import dev.rehearsal.estimate.Counts;
import org.apache.commons.math3.special.Beta;

/** The exact test of whether two independent samples have the same rate, for one look. */
final class FisherExact {
  /** Tables as likely as the one seen count as well, so rounding must not decide which are. */
  private static final double ALIKE = Math.log1p(1e-7);

  private static final double NEGLIGIBLE = 1e-17;

  private final double size;
  private final double other;
  private final double hits;

  private FisherExact(double size, double other, double hits) {
    this.size = size;
    this.other = other;
    this.hits = hits;
  }

  /**
   * The chance of a table at most as likely as this one, with the same margins; within (0, 1], 1
   * without trials. Source: Fisher (1935); the two-sided form of Freeman and Halton (1951).
   */
  static double twoSided(Counts a, Counts b) {
    double hits = (double) a.hits() + b.hits();
    FisherExact table = new FisherExact(a.trials(), b.trials(), hits);
    double mode = Math.floor((a.trials() + 1.0) * (hits + 1) / (a.trials() + b.trials() + 2.0));
    return a.hits() <= mode
        ? table.bothTails((double) a.hits(), mode)
        : new FisherExact(b.trials(), a.trials(), hits).bothTails((double) b.hits(), hits - mode);
  }

  /** From {@code seen}, which is at most the mode, outward, and the same on the other side. */
  private double bothTails(double seen, double mode) {
    double limit = logProbability(seen) + ALIKE;
    double most = Math.min(hits, size);
    double below = Math.max(mode, seen + 1) - 1;
    double from = most + 1;
    while (from - below > 1) {
      double middle = Math.floor((below + from) / 2);
      if (logProbability(middle) <= limit) {
        from = middle;
      } else {
        below = middle;
      }
    }
    double upper = from > most ? 0 : tail(from, 1);
    return Math.min(1, tail(seen, -1) + upper);
  }

  private double tail(double from, int step) {
    double term = Math.exp(logProbability(from));
    double sum = 0;
    for (double x = from; term > sum * NEGLIGIBLE; x += step) {
      sum += term;
      term *=
          step > 0
              ? (size - x) * (hits - x) / ((x + 1) * (other - hits + x + 1))
              : x * (other - hits + x) / ((size - x + 1) * (hits - x + 1));
    }
    return sum;
  }

  private double logProbability(double x) {
    return logChoose(size, x) + logChoose(other, hits - x) - logChoose(size + other, hits);
  }

  private static double logChoose(double n, double k) {
    return -Math.log1p(n) - Beta.logBeta(k + 1, n - k + 1);
  }
}
