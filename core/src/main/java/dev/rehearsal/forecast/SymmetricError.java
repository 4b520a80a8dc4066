package dev.rehearsal.forecast;

/**
 * By which factor two rates differ, whichever is larger: the <em>symmetric multiplicative
 * error</em>. Source: "Predicting LLM Safety Before Release by Simulating Deployment" (2026).
 */
public final class SymmetricError {
  /** A category whose rate changed by this factor or more is a mover. */
  public static final double MOVED = 1.5;

  private SymmetricError() {}

  /**
   * The larger rate over the smaller.
   *
   * @return 1 or more; 1 for equal rates
   * @throws IllegalArgumentException unless both are above 0: smooth them first
   */
  public static double of(double rate, double other) {
    if (!(rate > 0 && other > 0)) {
      throw new IllegalArgumentException(
          "rates must be above 0 to differ by a factor, were " + rate + " and " + other);
    }
    return Math.max(rate / other, other / rate);
  }

  /** Whether a rate moved so far from the previous one that its direction is worth scoring. */
  public static boolean moved(double rate, double previous) {
    return of(rate, previous) >= MOVED;
  }
}
