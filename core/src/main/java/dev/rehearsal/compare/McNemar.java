package dev.rehearsal.compare;

import org.apache.commons.math3.special.Beta;

/** The exact test of whether discordant pairs fall to either side alike. */
final class McNemar {
  private McNemar() {}

  /** Twice the smaller binomial tail at one half, at most 1. Source: McNemar (1947). */
  static double exact(long onlyA, long onlyB) {
    long fewer = Math.min(onlyA, onlyB);
    long more = Math.max(onlyA, onlyB);
    // P(Bin(n, ½) ≥ more) as an incomplete beta function.
    return fewer == more ? 1 : Math.min(1, 2 * Beta.regularizedBeta(0.5, more, fewer + 1.0));
  }
}
