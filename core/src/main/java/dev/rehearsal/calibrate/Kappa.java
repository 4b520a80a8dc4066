package dev.rehearsal.calibrate;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Cohen's kappa between a grader and people: agreement beyond what chance gives, 1 for none but
 * agreements, 0 for chance. Flags and unflagged replies weigh by how many there are of each. The
 * interval is normal, with the variance by the delta method over the share of flags and the share
 * of hits in each stratum; labelled throughout it is that of Fleiss, Cohen and Everitt (1969). It
 * is for many labels and for a number of replies in which the flags had no part; no limit is exact.
 * Source: Cohen (1960); docs/methods.md, "Grader error".
 */
final class Kappa {
  private Kappa() {}

  static Measure of(Stratum flagged, List<Stratum> others, double alpha) {
    long labels = flagged.labelled() + others.stream().mapToLong(Stratum::labelled).sum();
    long rest = others.stream().mapToLong(Stratum::graded).sum();
    long all = flagged.graded() + rest;
    boolean told =
        flagged.labelled() > 0
            && rest > 0
            && others.stream().allMatch(stratum -> stratum.labelled() > 0);
    if (!told) {
      return new Measure(OptionalDouble.empty(), -1, 1, labels);
    }
    double q = (double) flagged.graded() / all;
    double a = flagged.share().orElseThrow();
    double b = 0;
    double varianceOfB = 0;
    for (Stratum stratum : others) {
      double weight = (double) stratum.graded() / rest;
      b += weight * stratum.share().orElseThrow();
      varianceOfB += weight * weight * stratum.variance();
    }
    double hits = q * a + (1 - q) * b;
    double agree = q * a + (1 - q) * (1 - b);
    double chance = q * hits + (1 - q) * (1 - hits);
    if (chance == 1) {
      return new Measure(OptionalDouble.empty(), -1, 1, labels);
    }
    double kappa = (agree - chance) / (1 - chance);
    double byA = slope(q, q * (2 * q - 1), agree, chance);
    double byB = slope(q - 1, (1 - q) * (2 * q - 1), agree, chance);
    double byQ = slope(a + b - 1, 2 * hits - 1 + (2 * q - 1) * (a - b), agree, chance);
    double variance =
        byA * byA * flagged.variance() + byB * byB * varianceOfB + byQ * byQ * q * (1 - q) / all;
    double half = Normal.z(alpha) * Math.sqrt(variance);
    return Measure.of(
        OptionalDouble.of(kappa), Math.max(-1, kappa - half), Math.min(1, kappa + half), labels);
  }

  /** How kappa grows with something by which agreement and chance grow like this. */
  private static double slope(double ofAgree, double ofChance, double agree, double chance) {
    return (ofAgree * (1 - chance) - (1 - agree) * ofChance) / ((1 - chance) * (1 - chance));
  }
}
