package dev.rehearsal.actors.model;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Prompt;
import java.util.function.Consumer;

/** One ask on its way to its one answer. Mutable; owned by one actor. */
final class Job {
  final String key;
  final Prompt prompt;
  final Consumer<Answer> answer;

  /** The last attempt made, counted from 1; 0 before the first. */
  int attempt;

  /** Attempts that count against the bound. */
  int failures;

  /** How often it was answered with a 429. */
  int rateLimited;

  /** When the last attempt was sent. */
  long dispatchedAt;

  /** Tokens of the request, measured once; negative before. */
  long inputTokens = -1;

  /** What the budget holds for the attempt under way. */
  Cost reserved = Cost.NOTHING;

  Job(String key, Prompt prompt, Consumer<Answer> answer) {
    this.key = key;
    this.prompt = prompt;
    this.answer = answer;
  }

  void withdraw() {
    answer.accept(new Answer.Withdrawn());
  }

  void fail(String reason, boolean fatal) {
    answer.accept(new Answer.Failed(reason, attempt, fatal));
  }
}
