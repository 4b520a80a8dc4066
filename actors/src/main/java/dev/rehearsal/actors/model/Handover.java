package dev.rehearsal.actors.model;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hands attempts to the budget and to the limiter of their credential, and settles with both. Where
 * nobody keeps one, an attempt passes at once. It knows who waits there, so that they can be taken
 * back; an answer that comes for them later is settled at once. Mutable; owned by one actor.
 */
final class Handover {
  private final ModelParts parts;
  private final Purse purse;
  private final ActorRef<ModelActor.Command> self;

  /** In order of arrival. */
  private final Set<Job> atTheBudget = new LinkedHashSet<>();

  private final Set<Job> atTheLimiter = new LinkedHashSet<>();

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
    atTheBudget.add(job);
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
    atTheLimiter.add(job);
    parts
        .limiter()
        .get()
        .tell(
            new LimiterActor.Acquire<ModelActor.Command>(
                tokens, parts.priority(), self, new ModelActor.Permitted(job)));
    return false;
  }

  /** The budget refused; false when the job was taken back meanwhile. */
  boolean refused(Job job) {
    return atTheBudget.remove(job);
  }

  /** The budget granted; false, and given back, when the job was taken back meanwhile. */
  boolean reserved(Job job) {
    boolean wanted = atTheBudget.remove(job);
    if (!wanted) {
      settleBudget(job, Cost.NOTHING);
    }
    return wanted;
  }

  /** The limiter permitted; false, and given back, when the job was taken back meanwhile. */
  boolean permitted(Job job) {
    boolean wanted = atTheLimiter.remove(job);
    if (!wanted) {
      correct(job, 0);
    }
    return wanted;
  }

  /** Takes back every job that waits: none of them is sent, and none of them costs anything. */
  List<Job> takeBack() {
    List<Job> all = new ArrayList<>(atTheLimiter);
    all.forEach(job -> settleBudget(job, Cost.NOTHING));
    all.addAll(atTheBudget);
    atTheLimiter.clear();
    atTheBudget.clear();
    return all;
  }

  /** Settles an attempt that had its permit with what it really cost. */
  void settle(Job job, Outcome outcome) {
    Cost actual = purse.actual(job, outcome);
    settleBudget(job, actual);
    correct(job, actual.tokens());
    heard(outcome);
  }

  /** Nobody who shares the credential gets a permit for so long from now. */
  void pause(Duration duration) {
    parts.limiter().ifPresent(l -> l.tell(new LimiterActor.Pause(duration)));
  }

  /** An attempt ended, and the provider said this of its limits, if anything. */
  private void heard(Outcome outcome) {
    boolean says = outcome instanceof Outcome.Answered || outcome instanceof Outcome.RateLimited;
    if (says) {
      Optional<Outcome.Level> lowest = outcome.quota().flatMap(Outcome.Quota::lowest);
      parts.limiter().ifPresent(l -> l.tell(new LimiterActor.Heard(parts.name(), lowest)));
    }
  }

  private void correct(Job job, long tokens) {
    if (parts.tokensLimited()) {
      long reserved = purse.expectedTokens(job);
      parts.limiter().ifPresent(l -> l.tell(new LimiterActor.Correct(reserved, tokens)));
    }
  }

  private void settleBudget(Job job, Cost actual) {
    parts
        .budget()
        .ifPresent(b -> b.tell(new BudgetActor.Settle(parts.name(), job.reserved, actual)));
  }
}
