package dev.rehearsal.app.forecast;

/** What traffic says of a promised interval. Only {@link #HOLDS} is good. */
enum Promise {
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
  String words() {
    return words;
  }
}
