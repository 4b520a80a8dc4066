package dev.rehearsal.estimate;

import java.util.Arrays;

/**
 * Confidence sequence for the mean of scores within [0, 1]: graded severities, means of a user's or
 * a conversation's prefixes, weighted hits over the largest weight.
 *
 * <p>The e-value against a mean m is the average, over {@value #RATES} rates q from 1e-8 to 0.8, of
 * the product of {@code x·q/m + (1−x)(1−q)/(1−m)} over all scores x. If m is the mean of a score,
 * whatever came before, each factor has mean 1, so the argument of {@link ConfidenceSequence}
 * holds. Scores that vary little give a narrower interval than as many hits would. The log of the
 * e-value is convex in m and at most 0 at the observed mean, so the means that are not excluded are
 * one interval around it. It is made for rare behaviours: its low limit never passes 0.8.
 *
 * <p>Sources: Waudby-Smith and Ramdas (2024); docs/methods.md, "Linear bet". Limits have a relative
 * accuracy of 1e-9 up to 1e9 units. Immutable and safe for any thread.
 */
public final class LinearBet {
  private static final int RATES = 80;
  private static final double[] GRID = new double[RATES];
  private static final double[] GRID_COMPLEMENTS = new double[RATES];
  private static final int MOST_STEPS = 200;
  // Bets this much below the best one, in logarithms, add nothing that a double could hold.
  private static final double NEGLIGIBLE = 45;
  // The log of a mean that a double can hold without trouble; below it a limit is 0.
  private static final double FURTHEST = -600;

  static {
    Arrays.setAll(GRID, step -> Math.pow(10, -8 + step / 10.0));
    Arrays.setAll(GRID_COMPLEMENTS, step -> 1 - GRID[step]);
  }

  /** The name shown to people and written to results. */
  public String method() {
    return "linear-bet";
  }

  /**
   * Log of the e-value against {@code mean}: how much better the bets explain the scores.
   *
   * @param mean within [0, 1]
   * @return natural logarithm; 0 without a unit, positive infinity if the mean is impossible
   */
  public double logE(Scores scores, double mean) {
    if (!(0 <= mean && mean <= 1)) {
      throw new IllegalArgumentException("a mean must be in [0, 1], was " + mean);
    }
    if (scores.units() == 0) {
      return 0;
    }
    // From the side of the hits, or else of the misses, the mean is at most a half.
    Side side = new Side(scores, mean > 0.5);
    double seen = Math.min(mean, 1 - mean);
    if (seen == 0) {
      return side.hits == 0 ? side.coarseMarginal() : Double.POSITIVE_INFINITY;
    }
    return side.at(seen, 1 - seen).value();
  }

  /**
   * Interval for the mean.
   *
   * @param alpha chance of ever missing, within (0, 1)
   * @return {@link Interval#UNKNOWN} without a unit; it always holds the observed mean
   */
  public Interval interval(Scores scores, double alpha) {
    double logThreshold = Alpha.logThreshold(alpha);
    if (scores.units() == 0) {
      return Interval.UNKNOWN;
    }
    double mean = scores.mean().orElseThrow();
    double low = scores.sum() == 0 ? 0 : Math.exp(new Side(scores, false).outerRoot(logThreshold));
    double high =
        scores.sum() == scores.units()
            ? 1
            : -Math.expm1(new Side(scores, true).outerRoot(logThreshold));
    return new Interval(Math.min(low, mean), Math.max(high, mean));
  }

  /**
   * On which side of {@code threshold} the mean lies, settled by the evidence against the threshold
   * itself.
   *
   * @param threshold within [0, 1]
   */
  public Decision against(double threshold, Scores scores, double alpha) {
    if (scores.units() == 0 || logE(scores, threshold) < Alpha.logThreshold(alpha)) {
      return Decision.UNDECIDED;
    }
    return scores.mean().orElseThrow() < threshold ? Decision.BELOW : Decision.ABOVE;
  }

  /** Log of the e-value and its slope, by the log of the mean. */
  private record Evidence(double value, double slope) {}

  /**
   * The scores and the bets as they are, or turned around: 1−x for x, 1−q for q. What is found for
   * the low limit of one holds for the high limit of the other. Each number is kept beside its
   * complement, so that neither loses digits.
   */
  private static final class Side {
    private final double[] values;
    private final double[] complements;
    private final double[] counts;
    private final double[] rates;
    private final double[] rateComplements;
    private final double hits;
    private final double misses;
    private int best;

    Side(Scores scores, boolean turned) {
      int size = scores.size();
      counts = new double[size];
      double[] given = new double[size];
      double[] rest = new double[size];
      Arrays.setAll(counts, scores::count);
      Arrays.setAll(given, scores::value);
      Arrays.setAll(rest, place -> 1 - scores.value(place));
      values = turned ? rest : given;
      complements = turned ? given : rest;
      rates = turned ? GRID_COMPLEMENTS : GRID;
      rateComplements = turned ? GRID : GRID_COMPLEMENTS;
      double missing = 0;
      for (int i = 0; i < size; i++) {
        missing += counts[i] * rest[i];
      }
      hits = turned ? missing : scores.sum();
      misses = turned ? scores.sum() : missing;
      for (int rate = 1; rate < RATES; rate++) {
        best = coarse(rate) > coarse(best) ? rate : best;
      }
    }

    /**
     * The log of the mean at which the evidence reaches the threshold, on the far side of the
     * observed mean. Newton's steps start where the evidence of fractional hits reaches it: by the
     * inequality of means that is beyond the root, and convexity keeps them from crossing it.
     */
    double outerRoot(double logThreshold) {
      double excess = coarseMarginal() - logThreshold;
      double u = Math.max(FURTHEST, ConfidenceSequence.outerRoot(excess, hits, misses));
      if (u == FURTHEST && at(Math.exp(u), -Math.expm1(u)).value() < logThreshold) {
        return Double.NEGATIVE_INFINITY;
      }
      for (int step = 0; step < MOST_STEPS; step++) {
        Evidence evidence = at(Math.exp(u), -Math.expm1(u));
        double next = u - (evidence.value() - logThreshold) / evidence.slope();
        if (!(next - u > 1e-15 * Math.abs(u))) {
          break;
        }
        u = next;
      }
      return u;
    }

    /**
     * The evidence against a mean. The bets' logarithms are concave in the rate, so there is one
     * best bet; the rest are added outward from it as long as they count.
     */
    Evidence at(double mean, double complement) {
      Evidence peak = bet(best, mean, complement);
      for (int direction : new int[] {-1, 1}) {
        while (best + direction >= 0 && best + direction < RATES) {
          Evidence next = bet(best + direction, mean, complement);
          if (next.value() <= peak.value()) {
            break;
          }
          best += direction;
          peak = next;
        }
      }
      double sum = 1;
      double slopes = peak.slope();
      for (int direction : new int[] {-1, 1}) {
        for (int rate = best + direction; rate >= 0 && rate < RATES; rate += direction) {
          Evidence bet = bet(rate, mean, complement);
          if (bet.value() < peak.value() - NEGLIGIBLE) {
            break;
          }
          double weight = Math.exp(bet.value() - peak.value());
          sum += weight;
          slopes += weight * bet.slope();
        }
      }
      return new Evidence(peak.value() + Math.log(sum / RATES), slopes / sum);
    }

    private Evidence bet(int rate, double mean, double complement) {
      double lift = rates[rate] / mean;
      double drop = rateComplements[rate] / complement;
      double gap = difference(rates[rate], rateComplements[rate], mean, complement);
      double value = 0;
      double slope = 0;
      for (int i = 0; i < values.length; i++) {
        double above = values[i] * lift;
        double below = complements[i] * drop;
        double gain =
            gap / mean * (difference(values[i], complements[i], mean, complement) / complement);
        value += counts[i] * (Math.abs(gain) < 0.5 ? Math.log1p(gain) : Math.log(above + below));
        slope += counts[i] * (below * (mean / complement) - above) / (above + below);
      }
      return new Evidence(value, slope);
    }

    private double coarseMarginal() {
      double sum = 0;
      for (int rate = 0; rate < RATES; rate++) {
        sum += Math.exp(coarse(rate) - coarse(best));
      }
      return coarse(best) + Math.log(sum / RATES);
    }

    /** Log of the chance that a rate gives to the scores, were they parts of hits. */
    private double coarse(int rate) {
      return (hits == 0 ? 0 : hits * log(rates[rate], rateComplements[rate]))
          + (misses == 0 ? 0 : misses * log(rateComplements[rate], rates[rate]));
    }

    private static double log(double number, double complement) {
      return number < 0.5 ? Math.log(number) : Math.log1p(-complement);
    }

    private static double difference(double a, double aComplement, double b, double bComplement) {
      return a < 0.5 ? a - b : bComplement - aComplement;
    }
  }
}
