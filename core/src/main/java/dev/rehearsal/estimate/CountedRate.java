package dev.rehearsal.estimate;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rate by a sequence and its counts.
 *
 * @param timesAsBad how many times as likely a hit an ungraded prefix may be, 1 or more; empty if
 *     the question is about the graded alone
 */
public record CountedRate(RateSequence sequence, Counts counts, OptionalDouble timesAsBad)
    implements RateEvidence {

  /** The rate among the graded alone, whatever is missing. */
  public static CountedRate amongGraded(RateSequence sequence, Counts counts) {
    return new CountedRate(sequence, counts, OptionalDouble.empty());
  }

  @Override
  public String method() {
    return sequence.method();
  }

  @Override
  public OptionalDouble rate() {
    return counts.rate();
  }

  @Override
  public Interval interval(double alpha) {
    return sequence.interval(counts, alpha);
  }

  @Override
  public Interval worstCase(double alpha) {
    return sequence.worstCase(counts, alpha);
  }

  @Override
  public Optional<Missing> missing(double alpha, OptionalDouble threshold) {
    if (counts.ungraded() == 0 || timesAsBad.isEmpty()) {
      return Optional.empty();
    }
    double times = timesAsBad.getAsDouble();
    return Optional.of(
        new Missing(
            times,
            MissingVerdicts.largestShare(sequence, counts, alpha),
            MissingVerdicts.interval(sequence, counts, alpha, times),
            threshold.stream()
                .map(rate -> MissingVerdicts.tippingPoint(sequence, counts, alpha, rate))
                .filter(tipping -> tipping >= 1 && tipping < Double.POSITIVE_INFINITY)
                .findFirst()));
  }

  @Override
  public Decision against(double threshold, double alpha) {
    return counts.ungraded() == 0 || timesAsBad.isEmpty()
        ? sequence.against(threshold, counts, alpha)
        : MissingVerdicts.against(sequence, counts, alpha, timesAsBad.getAsDouble(), threshold);
  }
}
