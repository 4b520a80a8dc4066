package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateMethod;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Flags and unflagged replies put together: q is the share of flags, a the share of hits among
 * flags, b that among the others. Every limit is at the corner of the three limits that is worst
 * for it, so it errs at most by the sum of their errors.
 *
 * @param q limits of the share of flags
 * @param a limits of the share of hits among flags
 * @param b limits of the share of hits among the others, strata mixed as they are
 */
record Mixture(
    Interval q,
    Interval a,
    Interval b,
    OptionalDouble qValue,
    OptionalDouble aValue,
    OptionalDouble bValue) {

  /**
   * @param share how the limits of the share of flags are found: where the flags had a part in when
   *     counting stopped, a method that holds at every look
   * @param alpha error of each part
   */
  static Mixture of(Stratum flagged, List<Stratum> others, RateMethod share, double alpha) {
    long rest = others.stream().mapToLong(Stratum::graded).sum();
    long all = flagged.graded() + rest;
    double low = 0;
    double high = 0;
    double value = 0;
    for (Stratum stratum : others) {
      double weight = (double) stratum.graded() / rest;
      Interval hits = stratum.interval(alpha);
      low += weight * hits.low();
      high += weight * hits.high();
      value += weight * stratum.share().orElse(Double.NaN);
    }
    return new Mixture(
        share.interval(Counts.of(flagged.graded(), all), alpha),
        flagged.interval(alpha),
        rest == 0 ? Interval.UNKNOWN : new Interval(Math.min(low, 1), Math.min(high, 1)),
        all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) flagged.graded() / all),
        flagged.share(),
        rest == 0 || Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value));
  }

  Measure sensitivity(long labels) {
    return Measure.of(
        value(Mixture::sensitivity),
        sensitivity(q.low(), a.low(), b.high()).orElse(0),
        sensitivity(q.high(), a.high(), b.low()).orElse(1),
        labels);
  }

  Measure specificity(long labels) {
    return Measure.of(
        value(Mixture::specificity),
        specificity(q.high(), a.low(), b.high()).orElse(0),
        specificity(q.low(), a.high(), b.low()).orElse(1),
        labels);
  }

  Measure negativePredictive(List<Stratum> others) {
    return Measure.of(
        bValue.isPresent() ? OptionalDouble.of(1 - bValue.getAsDouble()) : bValue,
        1 - b.high(),
        1 - b.low(),
        others.stream().mapToLong(Stratum::labelled).sum());
  }

  /** The rate of hits; at each of q's limits, since it may rise or fall with q. */
  Interval rate() {
    return new Interval(
        Math.min(rate(q.low(), a.low(), b.low()), rate(q.high(), a.low(), b.low())),
        Math.max(rate(q.low(), a.high(), b.high()), rate(q.high(), a.high(), b.high())));
  }

  private interface Formula {
    OptionalDouble of(double q, double a, double b);
  }

  private OptionalDouble value(Formula formula) {
    double known = qValue.orElse(Double.NaN);
    // Without any flag the share of hits among flags does not matter, and the other way round.
    double ofFlags = known == 0 ? 0 : aValue.orElse(Double.NaN);
    double ofOthers = known == 1 ? 0 : bValue.orElse(Double.NaN);
    return Double.isNaN(known + ofFlags + ofOthers)
        ? OptionalDouble.empty()
        : formula.of(known, ofFlags, ofOthers);
  }

  private static OptionalDouble sensitivity(double q, double a, double b) {
    return ratio(q * a, (1 - q) * b);
  }

  private static OptionalDouble specificity(double q, double a, double b) {
    return ratio((1 - q) * (1 - b), q * (1 - a));
  }

  private static double rate(double q, double a, double b) {
    return q * a + (1 - q) * b;
  }

  private static OptionalDouble ratio(double right, double wrong) {
    return right + wrong == 0 ? OptionalDouble.empty() : OptionalDouble.of(right / (right + wrong));
  }
}
