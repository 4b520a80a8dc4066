package dev.rehearsal.dependence;

/**
 * How many prefixes of each stratum give the rate of their mix the smallest variance, for a budget.
 *
 * <p>Source: Neyman (1934); Cochran (1977, ch. 5); docs/methods.md, "Strata".
 */
public final class Neyman {
  private Neyman() {}

  /**
   * The numbers, not rounded; a stratum may not have so many.
   *
   * @param shares of the population, summing to 1
   * @param rates expected, within (0, 1)
   * @param costs of a prefix, above 0
   * @param budget for all, in the unit of the costs
   */
  public static double[] numbers(double[] shares, double[] rates, double[] costs, double budget) {
    double spent = 0;
    double[] numbers = new double[shares.length];
    for (int stratum = 0; stratum < shares.length; stratum++) {
      double spread = shares[stratum] * Math.sqrt(rates[stratum] * (1 - rates[stratum]));
      numbers[stratum] = spread / Math.sqrt(costs[stratum]);
      spent += spread * Math.sqrt(costs[stratum]);
    }
    for (int stratum = 0; stratum < shares.length; stratum++) {
      numbers[stratum] *= budget / spent;
    }
    return numbers;
  }
}
