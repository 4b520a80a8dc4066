package dev.rehearsal.streams.pipeline;

import dev.rehearsal.model.Answer;

/**
 * Why a run cannot go on past an admission number.
 *
 * @param kind what ended it
 * @param reason for people
 */
public record Halt(Kind kind, String reason) {

  /** The halt that follows from an answer after which nothing more can be asked. */
  static Halt of(String model, Answer answer) {
    if (answer instanceof Answer.OverBudget overBudget) {
      return new Halt(Kind.BUDGET, overBudget.limit());
    }
    if (answer instanceof Answer.Withdrawn) {
      return new Halt(Kind.WITHDRAWN, "the run is stopping");
    }
    if (answer instanceof Answer.Failed failed) {
      return new Halt(Kind.FAILED, "model " + model + ": " + failed.reason());
    }
    throw new IllegalArgumentException("a reply halts nothing: " + answer);
  }

  /** What ended the run. */
  public enum Kind {
    /** The next call could exceed the budget: a soft stop, and a result. */
    BUDGET,
    /** It was told to stop: nothing is wrong, and nothing more is asked. */
    WITHDRAWN,
    /** Every further call would fail: the tool could not do its work. */
    FAILED
  }
}
