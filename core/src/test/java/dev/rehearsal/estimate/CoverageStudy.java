package dev.rehearsal.estimate;

import org.apache.commons.math3.distribution.BinomialDistribution;

/** Counts the simulated runs in which an interval ever misses the truth. */
final class CoverageStudy {
  private CoverageStudy() {}

  /** Most misses that a method with error alpha shows, save with a chance of one in a thousand. */
  static int allowedMisses(int runs, double alpha) {
    return new BinomialDistribution(runs, alpha).inverseCumulativeProbability(0.999);
  }
}
