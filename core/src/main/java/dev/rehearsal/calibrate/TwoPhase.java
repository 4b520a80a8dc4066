package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateMethod;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The true rate from a grader's verdicts on all replies and labels on some of each stratum: every
 * stratum weighs as much as it has replies. Source: Tenenbein (1970); Cochran (1977), chapter 12.
 *
 * @param rate within [0, 1]; empty while a stratum with replies has no label
 * @param standardError of the rate, for large counts
 */
public record TwoPhase(OptionalDouble rate, double standardError) {

  /** Estimates from strata that together hold every graded reply. */
  public static TwoPhase of(List<Stratum> strata) {
    double all = strata.stream().mapToLong(Stratum::graded).sum();
    List<Stratum> some = strata.stream().filter(stratum -> stratum.graded() > 0).toList();
    if (some.isEmpty() || some.stream().anyMatch(stratum -> stratum.labelled() == 0)) {
      return new TwoPhase(OptionalDouble.empty(), Double.POSITIVE_INFINITY);
    }
    double rate = 0;
    for (Stratum stratum : some) {
      rate += stratum.graded() / all * stratum.share().orElseThrow();
    }
    double variance = 0;
    for (Stratum stratum : some) {
      double weight = stratum.graded() / all;
      double share = stratum.share().orElseThrow();
      variance +=
          weight * weight * share * (1 - share) / stratum.labelled()
              + weight * (share - rate) * (share - rate) / all;
    }
    return new TwoPhase(OptionalDouble.of(rate), Math.sqrt(variance));
  }

  /**
   * Limits that hold for any counts: those of the share of flags and of the hits in each stratum,
   * each at its part of alpha, put together at their worst.
   *
   * @param share for the share of flags: one for every look if they had a part in when counting
   *     stopped, else {@code clopper-pearson}. Given the verdicts, labels are drawn and given as if
   *     their number had been fixed, so the shares of hits are exact either way
   */
  public static Interval bounds(
      Stratum flagged, List<Stratum> unflagged, RateMethod share, double alpha) {
    List<Stratum> others = unflagged.stream().filter(stratum -> stratum.graded() > 0).toList();
    return Mixture.of(flagged, others, share, alpha / (2 + others.size())).rate();
  }
}
