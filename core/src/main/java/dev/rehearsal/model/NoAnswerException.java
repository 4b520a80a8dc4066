package dev.rehearsal.model;

/**
 * A model that somebody depends on (a judge) can answer nothing more: the budget is reached, or its
 * key is rejected. This is no verdict: the item stays open, the run stops, and a resumed run asks
 * again.
 */
public final class NoAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String model;
  private final transient Answer answer;

  private NoAnswerException(String model, String message, Answer answer) {
    super("model " + model + ": " + message);
    this.model = model;
    this.answer = answer;
  }

  /** For an ask that was not made because it could exceed the budget: a soft stop. */
  public static NoAnswerException overBudget(String model, Answer.OverBudget answer) {
    return new NoAnswerException(model, "budget reached (" + answer.limit() + ")", answer);
  }

  /** For a failure that every further ask would meet too: the run fails. */
  public static NoAnswerException fatal(String model, Answer.Failed answer) {
    return new NoAnswerException(model, answer.reason(), answer);
  }

  /** For an ask that was withdrawn because the run is stopping. */
  public static NoAnswerException withdrawn(String model, Answer.Withdrawn answer) {
    return new NoAnswerException(model, "the run is stopping", answer);
  }

  /** The model's name in the plan. */
  public String model() {
    return model;
  }

  /** {@link Answer.OverBudget}, {@link Answer.Withdrawn} or a fatal {@link Answer.Failed}. */
  public Answer answer() {
    return answer;
  }
}
