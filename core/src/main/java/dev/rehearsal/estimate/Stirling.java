package dev.rehearsal.estimate;

/**
 * What Stirling's formula leaves out: {@code log Γ(z) − (z − ½) log z + z − ½ log 2π}. With it two
 * large log gammas that nearly cancel can be compared without losing what is left. Source: DLMF
 * 5.11.1.
 */
final class Stirling {
  /** From here on the series below has all digits. */
  static final double LEAST = 10;

  /** Numerators and denominators of B₂ⱼ / (2j(2j−1)), the last first. */
  private static final double[] SERIES = {
    1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12
  };

  private Stirling() {}

  /**
   * @param z at least {@link #LEAST}
   */
  static double remainder(double z) {
    double sum = 0;
    for (double coefficient : SERIES) {
      sum = sum / (z * z) + coefficient;
    }
    return sum / z;
  }
}
