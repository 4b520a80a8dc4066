package dev.rehearsal.config;

/**
 * How rates are estimated.
 *
 * @param confidence of all named estimates together when {@code simultaneous}, else of each; within
 *     (0, 1)
 * @param simultaneous whether the error is divided among the named estimates
 */
public record Estimate(double confidence, boolean simultaneous, Estimand estimand) {

  /** What the rate is a rate of. */
  public enum Estimand {
    /** The process that made the log. */
    TRAFFIC,
    /** This very log: without replacement, exact at its end. */
    LOG
  }
}
