package dev.rehearsal.actors.model;

import akka.actor.typed.javadsl.ActorContext;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends attempts to the client, and knows those that have not ended. Mutable; owned by one actor.
 */
final class Attempts {
  /** A client keeps its deadline itself; past this grace it forgot. */
  private static final Duration DEADLINE_GRACE = Duration.ofSeconds(5);

  private final ModelParts parts;
  private final ActorContext<ModelActor.Command> context;
  private final Tally tally;

  /** In order of dispatch. */
  private final Set<Job> sent = new LinkedHashSet<>();

  Attempts(ModelParts parts, ActorContext<ModelActor.Command> context, Tally tally) {
    this.parts = parts;
    this.context = context;
    this.tally = tally;
  }

  /** Makes the job's next attempt; {@link ModelActor.Finished} follows. */
  void send(Job job) {
    int attempt = ++job.attempt;
    job.dispatchedAt = parts.nanos().getAsLong();
    sent.add(job);
    tally.sent(attempt);
    Call call = new Call(job.key, attempt, job.prompt, parts.settings().timeout());
    context.pipeToSelf(
        parts.client().complete(call),
        (outcome, failure) -> new ModelActor.Finished(job, attempt, outcome, failure));
  }

  /** Whether the attempt has not ended; says so in the log when it ends for the second time. */
  boolean hold(ModelActor.Finished finished) {
    boolean held = finished.job().attempt == finished.attempt() && sent.contains(finished.job());
    if (!held) {
      context.getLog().warn("{}: an attempt ended after it was given up", parts.name());
    }
    return held;
  }

  /** What came of it; a client that failed has a bug, and the job pays for it alone. */
  Outcome outcome(ModelActor.Finished finished) {
    if (finished.outcome() != null) {
      return finished.outcome();
    }
    context.getLog().error("{}: a model client failed", parts.name(), finished.failure());
    return Outcome.Failed.terminal("internal error");
  }

  void ended(Job job) {
    sent.remove(job);
  }

  /** The jobs whose client forgot its deadline. */
  List<Job> overdue() {
    long latest =
        parts.nanos().getAsLong() - parts.settings().timeout().plus(DEADLINE_GRACE).toNanos();
    List<Job> overdue = new ArrayList<>();
    for (Job job : sent) {
      if (job.dispatchedAt > latest) {
        break;
      }
      overdue.add(job);
    }
    return overdue;
  }
}
