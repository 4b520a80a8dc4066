package dev.rehearsal.compare;

/**
 * Evidence against equal rates from blocks of independent trials, by all their hits and not the
 * lone ones alone. Mutable; owned by one thread.
 *
 * <p>Each block is multiplied in as the chance that two rates guessed from earlier blocks give it,
 * over the chance that their weighted mean gives it. Sources: Turner, Ly and Grünwald (2024);
 * docs/methods.md, "Unpaired comparison".
 */
final class BlockEvidence {
  private final double prior;
  private double hitsA;
  private double trialsA;
  private double hitsB;
  private double trialsB;
  private double logE;

  /**
   * @param prior hits, and again misses, that are put in before the first block, above 0
   */
  BlockEvidence(double prior) {
    this.prior = prior;
  }

  /** Multiplies a block in, and learns from it. */
  void add(long ya, long na, long yb, long nb) {
    logE += logBlock(ya, na, yb, nb, guess(hitsA, trialsA), guess(hitsB, trialsB));
    hitsA += ya;
    trialsA += na;
    hitsB += yb;
    trialsB += nb;
  }

  /** Log of the e-value; 0 before the first block. */
  double logE() {
    return logE;
  }

  /**
   * Log of one block's e-value, for ya hits of na and yb hits of nb.
   *
   * @param thetaA guess of the first side's rate, within (0, 1), made before the block
   * @param thetaB the same of the second side's
   */
  static double logBlock(long ya, long na, long yb, long nb, double thetaA, double thetaB) {
    double shared = (na * thetaA + nb * thetaB) / (na + nb);
    return log(ya, na, thetaA) + log(yb, nb, thetaB) - log(ya, na, shared) - log(yb, nb, shared);
  }

  private double guess(double hits, double trials) {
    return (prior + hits) / (2 * prior + trials);
  }

  private static double log(long hits, long trials, double rate) {
    return hits * Math.log(rate) + (trials - hits) * Math.log1p(-rate);
  }
}
