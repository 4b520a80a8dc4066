package dev.rehearsal.standing;

/**
 * How a grader stands against human labels in one category. It belongs to the grader's fingerprint:
 * a changed rubric, setting or judge is a new grader, and not checked.
 */
public enum GraderStatus {
  /** Every requirement is met at the level that was asked for. */
  PASS,
  /** A requirement is missed at the level that was asked for. */
  FAIL,
  /** The labels are too few to tell. */
  INCONCLUSIVE,
  /** Nobody held this grader against human labels. */
  NOT_CHECKED;

  /** The words that results and people see: {@code NOT CHECKED}. */
  public String words() {
    return name().replace('_', ' ');
  }
}
