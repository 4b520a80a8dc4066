package dev.rehearsal.drift;

/**
 * Watches hits and misses in the order in which they come for a change of their rate away from a
 * known one, towards another.
 *
 * <p>With L the likelihood of the next trial under the other rate over that under the known one,
 * three detectors are kept: the e-detector of Shiryaev and Roberts, M ← (M + 1)·L; the e-detector
 * of Page, M ← max(M, 1)·L; and Page's sum S ← max(0, S + log L). While nothing changes the first
 * reaches c after c trials or more on average, and the second, which never exceeds it, later still.
 * All are kept as logarithms and cannot overflow.
 *
 * <p>Sources: Page (1954); Shiryaev (1963); Roberts (1966); Shin, Ramdas and Rinaldo (2023);
 * docs/methods.md, "Change of a rate". Constant memory; mutable, one owner.
 */
public final class ChangeDetector {
  private final double logOfHit;
  private final double logOfMiss;
  private double logShiryaevRoberts = Double.NEGATIVE_INFINITY;
  private double logPage = Double.NEGATIVE_INFINITY;
  private double sum;

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
    logOfHit = Math.log(other / known);
    logOfMiss = Math.log1p(-other) - Math.log1p(-known);
  }

  /** The next trial. */
  public void add(boolean hit) {
    double log = hit ? logOfHit : logOfMiss;
    logShiryaevRoberts = logPlusOne(logShiryaevRoberts) + log;
    logPage = Math.max(logPage, 0) + log;
    sum = Math.max(0, sum + log);
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
    return sum;
  }

  private static double logPlusOne(double log) {
    return log > 0 ? log + Math.log1p(Math.exp(-log)) : Math.log1p(Math.exp(log));
  }
}
