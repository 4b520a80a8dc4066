package dev.rehearsal.drift;

/**
 * Watches hits and misses in the order in which they come for a change of their rate away from a
 * known one, towards another.
 *
 * <p>With L the likelihood of the next trial under the other rate over that under the known one,
 * two detectors are kept: the e-detector of Shiryaev and Roberts, M ← (M + 1)·L, and the e-detector
 * of Page, M ← max(M, 1)·L. While nothing changes the first reaches c after c trials or more on
 * average, and the second, which never exceeds it, later still. Page's sum S ← max(0, S + log L) is
 * the logarithm of the second where that is above 0. It starts afresh whenever it is 0: the trials
 * since then are those that speak for the change. Both are kept as logarithms and cannot overflow.
 *
 * <p>Sources: Page (1954); Shiryaev (1963); Roberts (1966); Shin, Ramdas and Rinaldo (2023);
 * docs/methods.md, "Change of a rate". Constant memory; mutable, one owner.
 */
public final class ChangeDetector {
  private final double known;
  private final double other;
  private final double logOfHit;
  private final double logOfMiss;
  private double logShiryaevRoberts = Double.NEGATIVE_INFINITY;
  private double logPage = Double.NEGATIVE_INFINITY;
  private long since;
  private long hits;
  private long trials;

  /**
   * @param known rate before a change, within (0, 1)
   * @param other rate after it, within (0, 1)
   * @throws IllegalArgumentException if one is outside
   */
  public ChangeDetector(double known, double other) {
    if (!(0 < known && known < 1 && 0 < other && other < 1)) {
      throw new IllegalArgumentException(
          "a change is from a rate in (0, 1) to another, was from " + known + " to " + other);
    }
    this.known = known;
    this.other = other;
    logOfHit = Math.log(other / known);
    logOfMiss = Math.log1p(-other) - Math.log1p(-known);
  }

  /**
   * The next trial.
   *
   * @param number its place among all prefixes, trials or not: larger than the one before
   */
  public void add(boolean hit, long number) {
    if (!(logPage > 0)) {
      since = number;
      hits = 0;
      trials = 0;
    }
    double log = hit ? logOfHit : logOfMiss;
    logShiryaevRoberts = logPlusOne(logShiryaevRoberts) + log;
    logPage = Math.max(logPage, 0) + log;
    hits += hit ? 1 : 0;
    trials++;
  }

  /** Log of the e-detector of Shiryaev and Roberts; negative infinity before the first trial. */
  public double logShiryaevRoberts() {
    return logShiryaevRoberts;
  }

  /** Log of the e-detector of Page; negative infinity before the first trial. */
  public double logPage() {
    return logPage;
  }

  /** Page's sum, 0 or more; 0 before the first trial. */
  public double sum() {
    return Math.max(0, logPage);
  }

  /** The trials since Page's sum was 0, as a change that was noticed at the last of them. */
  Change change(long at) {
    return new Change(at, known, other > known, since, hits, trials);
  }

  private static double logPlusOne(double log) {
    return log > 0 ? log + Math.log1p(Math.exp(-log)) : Math.log1p(Math.exp(log));
  }
}
