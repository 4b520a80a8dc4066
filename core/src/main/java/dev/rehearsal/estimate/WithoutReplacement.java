package dev.rehearsal.estimate;

import java.util.function.DoublePredicate;
import java.util.function.LongToDoubleFunction;

/**
 * Confidence sequence for the rate over a finite log ({@code estimand = log}), whose prefixes are
 * admitted in random order, each once: exact when the log is used up.
 *
 * <p>With K hits among the population, the chance of one particular order of k hits in n draws is
 * (K)_k (N−K)_(n−k) / (N)_n in falling factorials. Given K, any order-blind mixture over that
 * chance is a martingale of mean 1, so the numbers K that it has not excluded hold the true one at
 * every n. The e-value is convex in K, so they are contiguous, and their ends are found by false
 * position.
 *
 * <p>Ungraded prefixes shrink the population that {@link #interval} speaks of to an unknown number
 * of at most N − ungraded. The interval for that greatest number holds those for every smaller one,
 * and it closes on the delivered rate at the end; docs/methods.md, "Without replacement".
 *
 * <p>Source: Waudby-Smith and Ramdas (2020). Immutable and safe for any thread.
 */
public final class WithoutReplacement implements RateSequence {
  private final BetaMixture prior;
  private final long population;

  private WithoutReplacement(BetaMixture prior, long population) {
    this.prior = prior;
    this.population = population;
  }

  /**
   * @param population how many prefixes of the log the category applies to, 1 or more
   * @throws IllegalArgumentException if it is below 1
   */
  public static WithoutReplacement of(BetaMixture prior, long population) {
    if (population < 1) {
      throw new IllegalArgumentException("a population must be at least 1, was " + population);
    }
    return new WithoutReplacement(prior, population);
  }

  @Override
  public String method() {
    return "without-replacement";
  }

  /** The number of prefixes that the rate is over. */
  public long population() {
    return population;
  }

  /**
   * Log of the e-value against {@code hitsInPopulation} hits in the whole population.
   *
   * @return natural logarithm; positive infinity where the data rule that number out
   */
  public double logE(long hits, long trials, long hitsInPopulation) {
    return draw(hits, trials, population).logE(hitsInPopulation);
  }

  /** The interval for complete data: its ends are whole numbers of hits over the population. */
  public Interval interval(long hits, long trials, double alpha) {
    double logThreshold = Alpha.logThreshold(alpha);
    Draw draw = draw(hits, trials, population);
    LongToDoubleFunction excess = inPopulation -> draw.logE(inPopulation) - logThreshold;
    long low = WholeEdge.from(draw.mode(), draw.fewest(), draw.deviation(), excess);
    long high = WholeEdge.from(draw.mode(), draw.most(), draw.deviation(), excess);
    return new Interval((double) low / population, (double) high / population);
  }

  @Override
  public Interval interval(Counts counts, double alpha) {
    requireFit(counts);
    if (counts.trials() == 0) {
      return Interval.UNKNOWN;
    }
    if (counts.ungraded() > 0) {
      return delivered(counts, alpha);
    }
    // Near the end of the log one whole number may remain, a little beside the rate so far.
    Interval whole = interval(counts.hits(), counts.trials(), alpha);
    double rate = counts.rate().orElseThrow();
    return new Interval(Math.min(whole.low(), rate), Math.max(whole.high(), rate));
  }

  /**
   * The interval for the greatest number of prefixes that may yet get a verdict, over numbers of
   * hits that need not be whole. It holds the intervals for all smaller numbers, with one
   * exception, a lone hit (or miss): there the chance of the data is at most the rate itself, which
   * gives the limit.
   */
  private Interval delivered(Counts counts, double alpha) {
    double logThreshold = Alpha.logThreshold(alpha);
    long most = population - counts.ungraded();
    Draw draw = draw(counts.hits(), counts.trials(), most);
    double rate = counts.rate().orElseThrow();
    DoublePredicate kept = p -> draw.logE(p * most) < logThreshold;
    double low = outermost((double) draw.fewest() / most, rate, kept);
    double high = outermost((double) draw.most() / most, rate, kept);
    double alone =
        Math.max(
            1.0 / most, Math.exp(prior.logMarginal(counts.hits(), counts.trials()) - logThreshold));
    return new Interval(
        counts.hits() == 1 ? Math.min(low, alone) : low,
        counts.trials() - counts.hits() == 1 ? Math.max(high, 1 - alone) : high);
  }

  @Override
  public Interval worstCase(Counts counts, double alpha) {
    requireFit(counts);
    if (counts.ungraded() == 0) {
      return interval(counts, alpha);
    }
    Counts clean = counts.ungradedAsClean();
    Counts violating = counts.ungradedAsHits();
    // Whole hits may leave the ends up to one hit inside those of the interval for what is
    // delivered.
    Interval delivered = interval(counts, alpha);
    double low = interval(clean, alpha).low();
    double high = interval(violating, alpha).high();
    return counts.trials() == 0
        ? new Interval(low, high)
        : new Interval(Math.min(low, delivered.low()), Math.max(high, delivered.high()));
  }

  @Override
  public Decision against(double threshold, Counts counts, double alpha) {
    requireFit(counts);
    if (!(0 <= threshold && threshold <= 1)) {
      throw new IllegalArgumentException("a rate must be in [0, 1], was " + threshold);
    }
    double logThreshold = Alpha.logThreshold(alpha);
    if (counts.trials() == 0) {
      return Decision.UNDECIDED;
    }
    if (counts.ungraded() > 0) {
      Interval interval = delivered(counts, alpha);
      return interval.high() < threshold
          ? Decision.BELOW
          : interval.low() > threshold ? Decision.ABOVE : Decision.UNDECIDED;
    }
    Draw draw = draw(counts.hits(), counts.trials(), population);
    double rate = counts.rate().orElseThrow();
    // The nearest whole numbers on either side, by the same division as the interval's ends.
    long atLeast = (long) Math.ceil(threshold * population);
    while (atLeast > 0 && (atLeast - 1) / (double) population >= threshold) {
      atLeast--;
    }
    while (atLeast / (double) population < threshold) {
      atLeast++;
    }
    long atMost = atLeast / (double) population > threshold ? atLeast - 1 : atLeast;
    if (rate < threshold && atLeast > draw.mode() && draw.logE(atLeast) >= logThreshold) {
      return Decision.BELOW;
    }
    return rate > threshold && atMost < draw.mode() && draw.logE(atMost) >= logThreshold
        ? Decision.ABOVE
        : Decision.UNDECIDED;
  }

  @Override
  public RateSequence uninformed() {
    return of(BetaMixture.logUniform(), population);
  }

  private void requireFit(Counts counts) {
    if (counts.trials() + counts.ungraded() > population) {
      throw new IllegalArgumentException(
          "more prefixes than the population: "
              + counts.trials()
              + " trials and "
              + counts.ungraded()
              + " ungraded of "
              + population);
    }
  }

  private Draw draw(long hits, long trials, long total) {
    return Draw.of(prior, hits, trials, total);
  }

  /** The rate furthest from {@code inside} towards {@code end} that passes, rounded outward. */
  private static double outermost(double end, double inside, DoublePredicate passes) {
    if (passes.test(end)) {
      return end;
    }
    double outer = end;
    double inner = inside;
    while (Math.abs(inner - outer) > 1e-12 * Math.max(inner, outer)) {
      double middle = (inner + outer) / 2;
      if (passes.test(middle)) {
        inner = middle;
      } else {
        outer = middle;
      }
    }
    return outer;
  }
}
