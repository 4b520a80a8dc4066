package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The true rate from predictions on all replies and labels on some, each drawn with a probability
 * of its own that was fixed before its label: the mean of f + (Y − f)·ξ/π is unbiased whatever the
 * grader is worth. Source: Zrnic and Candès (2024). A label that is missing, or undecided, counts
 * as clean in the low end and as a hit in the high end; the rate itself takes the grader's word for
 * it. Constant memory; mutable, one owner.
 */
public final class ActiveEstimate {
  private final Moments terms = new Moments();
  private final Moments lowest = new Moments();
  private final Moments highest = new Moments();
  private long unknown;

  /** A reply that was not drawn. */
  public void spared(double prediction) {
    add(prediction, prediction, prediction);
  }

  /**
   * A reply that was drawn and labelled.
   *
   * @param probability with which it was drawn, within (0, 1]
   */
  public void labelled(double prediction, double probability, boolean violates) {
    double term = term(prediction, probability, violates ? 1 : 0);
    add(term, term, term);
  }

  /** A reply that was drawn and has no label that decides. */
  public void unknown(double prediction, double probability) {
    unknown++;
    add(prediction, term(prediction, probability, 0), term(prediction, probability, 1));
  }

  /** How many replies there are. */
  public long replies() {
    return terms.count();
  }

  /** How many drawn replies have no label that decides. */
  public long missing() {
    return unknown;
  }

  /** The rate; small samples may put it outside [0, 1]. Empty without a reply. */
  public OptionalDouble rate() {
    return terms.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(terms.mean());
  }

  /** Standard error of the rate, for large counts. */
  public double standardError() {
    return terms.standardError();
  }

  /** Normal interval of the rate, cut to [0, 1]. */
  public Interval interval(double alpha) {
    return terms.count() < 2
        ? Interval.UNKNOWN
        : new Interval(
            Normal.interval(lowest.mean(), 1, lowest.standardError(), alpha).low(),
            Normal.interval(0, highest.mean(), highest.standardError(), alpha).high());
  }

  /**
   * The rate with its normal interval, where there are labels enough for one.
   *
   * @param byChance the parts of the replies that were drawn with a chance below 1
   */
  public CorrectedRate corrected(List<Stratum> byChance, double alpha) {
    return Normal.tooFew(byChance)
        .<CorrectedRate>map(CorrectedRate.NotKnown::new)
        .orElseGet(
            () ->
                rate().isEmpty()
                    ? new CorrectedRate.NotKnown("there is no reply")
                    : new CorrectedRate.Known(
                        "active", Normal.clip(rate().getAsDouble()), interval(alpha)));
  }

  private void add(double term, double low, double high) {
    terms.add(term);
    lowest.add(low);
    highest.add(high);
  }

  private static double term(double prediction, double probability, double truth) {
    if (!(0 < probability && probability <= 1)) {
      throw new IllegalArgumentException(
          "a reply must be drawn with a probability in (0, 1], was " + probability);
    }
    return prediction + (truth - prediction) / probability;
  }
}
