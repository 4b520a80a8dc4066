package dev.rehearsal.config;

import java.util.Optional;

/**
 * How rates are estimated.
 *
 * @param confidence of all named estimates together when {@code simultaneous}, else of each; within
 *     (0, 1)
 * @param simultaneous whether the error is divided among the named estimates
 * @param missingTimesAsBad how many times as likely a hit a prefix without a verdict may be, 1 or
 *     more
 * @param targetMix a population whose rate is wanted besides that of the log's
 */
public record Estimate(
    double confidence,
    boolean simultaneous,
    Estimand estimand,
    double missingTimesAsBad,
    Optional<TargetMix> targetMix) {

  /** What the rate is a rate of. */
  public enum Estimand {
    /** The process that made the log. */
    TRAFFIC,
    /** This very log: without replacement, exact at its end. */
    LOG
  }
}
