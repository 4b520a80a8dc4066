package dev.rehearsal.actors.model;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.limiter.LimiterActor;
import java.time.Duration;

/**
 * Hands attempts to the budget and to the limiter of their credential, and settles with both. Where
 * nobody keeps one, an attempt passes at once. Owned by one actor.
 */
final class Handover {
  private final ModelParts parts;
  private final Purse purse;
  private final ActorRef<ModelActor.Command> self;

  Handover(ModelParts parts, Purse purse, ActorRef<ModelActor.Command> self) {
    this.parts = parts;
    this.purse = purse;
    this.self = self;
  }

  /**
   * Reserves the worst case of the job's next attempt.
   *
   * @return true when it is reserved already; else {@link ModelActor.Reserved} or {@link
   *     ModelActor.Refused} follows
   */
  boolean reserve(Job job) {
    if (job.inputTokens < 0 && (parts.budget().isPresent() || parts.tokensLimited())) {
      job.inputTokens = purse.mostInputTokens(job.prompt);
    }
    if (parts.budget().isEmpty()) {
      return true;
    }
    job.reserved = purse.worst(job);
    parts
        .budget()
        .get()
        .tell(
            new BudgetActor.Reserve<ModelActor.Command>(
                job.reserved,
                self,
                new ModelActor.Reserved(job),
                exceeded -> new ModelActor.Refused(job, exceeded)));
    return false;
  }

  /**
   * Asks for the permit of a reserved attempt.
   *
   * @return true when it is permitted already; else {@link ModelActor.Permitted} follows
   */
  boolean acquire(Job job) {
    if (parts.limiter().isEmpty()) {
      return true;
    }
    long tokens = parts.tokensLimited() ? purse.expectedTokens(job) : 0;
    parts
        .limiter()
        .get()
        .tell(
            new LimiterActor.Acquire<ModelActor.Command>(
                tokens, parts.priority(), self, new ModelActor.Permitted(job)));
    return false;
  }

  /** Gives back what is reserved for an attempt that never asked for a permit. */
  void release(Job job) {
    settleBudget(job, Cost.NOTHING);
  }

  /** Settles an attempt that had its permit with what it really cost. */
  void settle(Job job, Cost actual) {
    settleBudget(job, actual);
    if (parts.tokensLimited()) {
      long reserved = purse.expectedTokens(job);
      parts.limiter().ifPresent(l -> l.tell(new LimiterActor.Correct(reserved, actual.tokens())));
    }
  }

  /** Nobody who shares the credential gets a permit for so long from now. */
  void pause(Duration duration) {
    parts.limiter().ifPresent(l -> l.tell(new LimiterActor.Pause(duration)));
  }

  private void settleBudget(Job job, Cost actual) {
    parts
        .budget()
        .ifPresent(b -> b.tell(new BudgetActor.Settle(parts.name(), job.reserved, actual)));
  }
}
