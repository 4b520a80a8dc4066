package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.FixedSampleMethod;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateMethod;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How often a grader is right, from labels of some of the replies that it graded.
 *
 * <p>If the labelled replies were drawn alike from flagged and unflagged ones, each share is a
 * plain count with Clopper and Pearson's interval. Else flags and unflagged replies weigh by how
 * many there are of each (Begg and Greenes 1983): the predictive values are plain shares; for
 * sensitivity and specificity the exact limits of all their parts, each at its part of alpha, are
 * put together, which never errs more than alpha and is wider than need be. Either way the
 * intervals are for the process that makes such replies. docs/methods.md, "Grader error".
 *
 * @param sensitivity share of hits that are flagged
 * @param specificity share of clean replies that are not flagged
 * @param positivePredictive share of flags that are hits
 * @param negativePredictive share of unflagged replies that are clean
 * @param kappa Cohen's, between the grader and people
 * @param method {@code clopper-pearson}, or {@code clopper-pearson by stratum}, with the method for
 *     the share of flags where that is another
 */
public record Accuracy(
    Measure sensitivity,
    Measure specificity,
    Measure positivePredictive,
    Measure negativePredictive,
    Measure kappa,
    String method) {
  private static final String EXACT = FixedSampleMethod.CLOPPER_PEARSON.method();

  /**
   * Computes all measures.
   *
   * @param flagged the replies that the grader calls hits
   * @param unflagged all others, in one or more strata
   * @param alike whether the labelled replies were drawn at the same rate everywhere, from a number
   *     of replies in which the verdicts had no part: only then are all shares plain counts
   * @param share for the share of flags, see {@link TwoPhase#bounds}
   * @param alpha chance that an interval misses, within (0, 1), for each of them
   */
  public static Accuracy of(
      Stratum flagged, List<Stratum> unflagged, boolean alike, RateMethod share, double alpha) {
    List<Stratum> others = unflagged.stream().filter(stratum -> stratum.graded() > 0).toList();
    return alike ? plain(flagged, others, alpha) : weighted(flagged, others, share, alpha);
  }

  /**
   * Share of hits among replies of several strata, each with labels at a rate of its own.
   *
   * @param strata at least one
   */
  public static Measure hits(List<Stratum> strata, double alpha) {
    Stratum none = new Stratum(0, 0, 0);
    Measure clean =
        Mixture.of(none, strata, FixedSampleMethod.CLOPPER_PEARSON, alpha / strata.size())
            .negativePredictive(strata);
    OptionalDouble share =
        clean.value().isEmpty()
            ? clean.value()
            : OptionalDouble.of(1 - clean.value().getAsDouble());
    return Measure.of(share, 1 - clean.high(), 1 - clean.low(), clean.labels());
  }

  private static Accuracy plain(Stratum flagged, List<Stratum> others, double alpha) {
    Stratum rest =
        new Stratum(
            others.stream().mapToLong(Stratum::labelled).sum(),
            others.stream().mapToLong(Stratum::labelled).sum(),
            others.stream().mapToLong(Stratum::violating).sum());
    Stratum flags = new Stratum(flagged.labelled(), flagged.labelled(), flagged.violating());
    return new Accuracy(
        share(flags.violating(), flags.violating() + rest.violating(), alpha),
        share(rest.clean(), rest.clean() + flags.clean(), alpha),
        share(flags.violating(), flags.labelled(), alpha),
        share(rest.clean(), rest.labelled(), alpha),
        Kappa.of(flags, List.of(rest), alpha),
        EXACT);
  }

  private static Accuracy weighted(
      Stratum flagged, List<Stratum> others, RateMethod share, double alpha) {
    Mixture mixture = Mixture.of(flagged, others, share, alpha / (2 + others.size()));
    long labels = flagged.labelled() + others.stream().mapToLong(Stratum::labelled).sum();
    return new Accuracy(
        mixture.sensitivity(labels),
        mixture.specificity(labels),
        share(flagged.violating(), flagged.labelled(), alpha),
        Mixture.of(flagged, others, share, alpha / Math.max(1, others.size()))
            .negativePredictive(others),
        Kappa.of(flagged, others, alpha),
        share.method().equals(EXACT)
            ? EXACT + " by stratum"
            : EXACT + " by stratum, " + share.method() + " for the share of flags");
  }

  private static Measure share(long hits, long trials, double alpha) {
    Interval interval = FixedSampleIntervals.clopperPearson(hits, trials, alpha);
    return Measure.of(
        trials == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / trials),
        interval.low(),
        interval.high(),
        trials);
  }
}
