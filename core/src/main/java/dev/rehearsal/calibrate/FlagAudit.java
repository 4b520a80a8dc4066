package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.Watermark;
import java.util.OptionalDouble;

/**
 * The rate of replies that the grader flags and people confirm. Each flag is audited or not by a
 * coin of its own, so "flagged, audited and confirmed" is one event of π times that rate, and a
 * confidence sequence on its count, divided by π, is exact. Labels come late: replies are counted
 * in admission order up to the first flag whose label is still missing.
 *
 * <p>Mutable, one owner; memory grows with the replies past the first missing label.
 */
public final class FlagAudit {
  private final double probability;
  private final Watermark watermark = new Watermark();

  /**
   * @param probability π, the chance that a flag is audited, within (0, 1]
   */
  public FlagAudit(double probability) {
    if (!(0 < probability && probability <= 1)) {
      throw new IllegalArgumentException(
          "a flag must be audited with a probability in (0, 1], was " + probability);
    }
    this.probability = probability;
  }

  /** The next reply needs no label: it is not flagged, or its coin spares it. */
  public void spared() {
    watermark.graded(next(), false);
  }

  /** The next reply is an audited flag, and people agree or do not. */
  public void labelled(boolean violates) {
    watermark.graded(next(), violates);
  }

  /** The next reply is an audited flag that people looked at and could not decide. */
  public void unsure() {
    watermark.ungraded(next());
  }

  /** The next reply is an audited flag whose label is still missing. */
  public void pending() {
    next();
  }

  /** How many replies there are. */
  public long replies() {
    return watermark.admitted();
  }

  /** How many of them, in order, come before the first missing label. */
  public long watermark() {
    return watermark.watermark();
  }

  /** How many labels are missing, and all replies after the first of them. */
  public long unresolved() {
    return watermark.unresolved();
  }

  /** Confirmed among the replies up to the watermark. */
  public Counts counts() {
    return watermark.counted();
  }

  /** The confirmed rate up to the watermark, within [0, 1]; empty before the first reply. */
  public OptionalDouble rate() {
    OptionalDouble audited = counts().rate();
    return audited.isEmpty()
        ? audited
        : OptionalDouble.of(Math.min(1, audited.getAsDouble() / probability));
  }

  /**
   * Interval for the confirmed rate from every reply: flags whose label is missing, or that people
   * could not decide, count as refuted in the low end and as confirmed in the high end.
   */
  public Interval interval(RateSequence sequence, double alpha) {
    return scaled(watermark.envelope(sequence, alpha), probability);
  }

  /** Interval of the rate from that of the audited count: both ends divided by π, at most 1. */
  static Interval scaled(Interval audited, double probability) {
    return new Interval(
        Math.min(1, audited.low() / probability), Math.min(1, audited.high() / probability));
  }

  /**
   * Bounds on the rate of all hits, flagged or not: at most so many are missed as the sensitivity
   * leaves out. Errs at most by the errors of its two parts together.
   *
   * @param confirmed interval of the confirmed rate
   * @param leastSensitivity lower limit of the share of hits that are flagged, within [0, 1]
   */
  public static Interval withMisses(Interval confirmed, double leastSensitivity) {
    if (!(0 <= leastSensitivity && leastSensitivity <= 1)) {
      throw new IllegalArgumentException(
          "a sensitivity must be within [0, 1], was " + leastSensitivity);
    }
    double high = leastSensitivity == 0 ? 1 : Math.min(1, confirmed.high() / leastSensitivity);
    return new Interval(confirmed.low(), high);
  }

  /**
   * The rate of all hits, flagged or not, from the confirmed rate and the sensitivity: one over the
   * other, within {@link #withMisses}.
   *
   * @param confirmed rate of flags that people confirm
   * @param within its interval, at half of the error that the whole may have
   * @param sensitivity whose lower limit errs at most by the other half
   */
  public static CorrectedRate corrected(
      OptionalDouble confirmed, Interval within, Measure sensitivity) {
    if (confirmed.isEmpty()) {
      return new CorrectedRate.NotKnown("no flag has come to a label yet");
    }
    double share = sensitivity.value().orElse(0);
    if (share == 0 || sensitivity.low() == 0) {
      return new CorrectedRate.NotKnown(
          "the sensitivity is not known well enough: as far as labels tell it may be 0");
    }
    Interval interval = withMisses(within, sensitivity.low());
    double rate = Math.min(1, confirmed.getAsDouble() / share);
    return new CorrectedRate.Known(
        "confirmed-over-sensitivity",
        Math.max(interval.low(), Math.min(interval.high(), rate)),
        interval);
  }

  private long next() {
    long number = watermark.admitted() + 1;
    watermark.admit(number);
    return number;
  }
}
