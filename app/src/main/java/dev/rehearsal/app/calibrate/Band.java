package dev.rehearsal.app.calibrate;

import dev.rehearsal.verdict.Verdict;

/** Replies that an ask draws at one rate. */
enum Band {
  /** The grader calls it a hit. */
  FLAGGED,
  /** Not a flag, and the grader gave it a probability of 5 % or more. */
  DOUBTFUL,
  /** Not a flag. */
  UNFLAGGED,
  /** Whatever the verdict. */
  ANY;

  private static final double IN_DOUBT = 0.05;

  /** The band of a verdict. */
  static Band of(Verdict.Graded verdict, boolean alike) {
    if (alike) {
      return ANY;
    }
    if (verdict.violates()) {
      return FLAGGED;
    }
    return verdict.probability().orElse(0) >= IN_DOUBT ? DOUBTFUL : UNFLAGGED;
  }
}
