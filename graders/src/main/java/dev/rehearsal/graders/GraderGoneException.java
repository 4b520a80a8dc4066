package dev.rehearsal.graders;

/**
 * A grader can give no more verdicts: its program is gone for good. This is no verdict: the item
 * stays open, the run stops, and a resumed run asks again.
 */
public final class GraderGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param grader where it stands in the plan
   * @param why what happened, and what to do, for people
   */
  public GraderGoneException(String grader, String why) {
    super(grader + ": " + why);
    this.reason = grader + ": " + why;
  }

  /** The grader and what happened, for people. */
  public String reason() {
    return reason;
  }
}
