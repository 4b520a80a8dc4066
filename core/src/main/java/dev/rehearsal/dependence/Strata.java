package dev.rehearsal.dependence;

import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.RateSequence;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A population in parts whose shares are known. Sources: Neyman (1934); Cochran (1977, ch. 5);
 * docs/methods.md, "Weights and strata".
 */
public final class Strata {
  private Strata() {}

  /**
   * A part of a population.
   *
   * @param share of the population, within [0, 1]
   * @param evidence what was seen in it
   * @param observations how many independent ones that is
   */
  public record Stratum(double share, RateEvidence evidence, long observations) {
    public Stratum {
      if (!(0 <= share && share <= 1)) {
        throw new IllegalArgumentException("a share must be in [0, 1], was " + share);
      }
    }

    /** A part of which prefixes were counted. */
    public static Stratum counted(double share, RateSequence sequence, Counts counts) {
      return new Stratum(share, CountedRate.amongGraded(sequence, counts), counts.trials());
    }
  }

  /**
   * A rate for a mix of strata that need not be the mix that was sampled.
   *
   * @param rate Σ share · rate; empty while a stratum has no trial
   * @param standardError of it, for one look, and at most so large where scores are averaged; empty
   *     with it
   * @param interval Σ share · limit, each stratum at its part of alpha: it holds at every look
   * @param worstCase the same whatever the missing verdicts would have said
   */
  public record Mixed(
      OptionalDouble rate, OptionalDouble standardError, Interval interval, Interval worstCase) {}

  /**
   * Post-stratification: the rate of a population with these shares.
   *
   * @param alpha chance that the interval ever misses, divided evenly among the strata
   * @throws IllegalArgumentException unless shares sum to 1
   */
  public static Mixed mixed(List<Stratum> strata, double alpha) {
    requireWhole(strata);
    double part = alpha / strata.size();
    double rate = 0;
    double variance = 0;
    Interval interval = new Interval(0, 0);
    Interval worst = new Interval(0, 0);
    boolean complete = true;
    for (Stratum stratum : strata) {
      RateEvidence evidence = stratum.evidence();
      double share = stratum.share();
      complete &= evidence.rate().isPresent();
      double own = evidence.rate().orElse(0);
      rate += share * own;
      variance += share * share * own * (1 - own) / Math.max(1, stratum.observations());
      interval = plus(interval, share, evidence.interval(part));
      worst = plus(worst, share, evidence.worstCase(part));
    }
    return new Mixed(
        complete ? OptionalDouble.of(rate) : OptionalDouble.empty(),
        complete ? OptionalDouble.of(Math.sqrt(variance)) : OptionalDouble.empty(),
        interval,
        worst);
  }

  /**
   * Neyman's allocation: how many prefixes of each stratum give the smallest variance for a budget.
   *
   * @param shares of the population, summing to 1
   * @param rates expected, within (0, 1)
   * @param costs of a prefix, above 0
   * @param budget for all, in the unit of the costs
   * @return a number for each stratum, not rounded
   */
  public static double[] neyman(double[] shares, double[] rates, double[] costs, double budget) {
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

  private static Interval plus(Interval sum, double share, Interval own) {
    return new Interval(
        Math.min(1, sum.low() + share * own.low()), Math.min(1, sum.high() + share * own.high()));
  }

  private static void requireWhole(List<Stratum> strata) {
    double sum = strata.stream().mapToDouble(Stratum::share).sum();
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw new IllegalArgumentException("the shares of strata must sum to 1, was " + sum);
    }
  }
}
