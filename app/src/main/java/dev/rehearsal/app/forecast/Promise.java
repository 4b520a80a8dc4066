package dev.rehearsal.app.forecast;

import dev.rehearsal.estimate.Interval;

/** What traffic says of a promised interval. Only {@link #HOLDS} is good. */
public enum Promise {
  /** No rate was excluded that was promised. */
  HOLDS("holds"),
  /**
   * The graded replies contradict the promise, and those without a verdict may have kept it: not
   * known to be broken, and nothing to go on with.
   */
  BROKEN_OF_THE_GRADED("BROKEN of the graded"),
  /** What was observed and what was promised have no rate in common, whatever is missing. */
  BROKEN("BROKEN");

  private final String words;

  Promise(String words) {
    this.words = words;
  }

  /** As people and programs read it. */
  public String words() {
    return words;
  }

  /**
   * What became of a promise.
   *
   * @param promised rates
   * @param observed rates of the replies with a verdict that the traffic allows
   * @param worstCase the same of all replies, whatever those without a verdict would have said
   */
  static Promise of(Interval promised, Interval observed, Interval worstCase) {
    return apart(promised, worstCase)
        ? BROKEN
        : apart(promised, observed) ? BROKEN_OF_THE_GRADED : HOLDS;
  }

  /** Whether two intervals have no rate in common. */
  private static boolean apart(Interval promised, Interval rates) {
    return rates.high() < promised.low() || rates.low() > promised.high();
  }
}
