package dev.rehearsal.actors.model;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Owns all the time of one model: queues asks, limits the attempts under way, waits for budget and
 * permits, retries what is worth retrying, and gives every {@link Complete} exactly one {@link
 * Answer}. Never blocks.
 *
 * <p>An ask goes through these hands: queue → a free place in flight → budget → permit → sent →
 * answered, or waiting for its next attempt and then ahead of the queue.
 */
public final class ModelActor extends AbstractBehavior<ModelActor.Command> {

  public sealed interface Command {}

  /**
   * Asks for a reply.
   *
   * @param key see {@link Call#key}
   * @param answer is told exactly one answer, on the actor's thread: it must not block
   */
  public record Complete(String key, Prompt prompt, Consumer<Answer> answer) implements Command {}

  /** A new limit of attempts under way, from now on; at least 1. */
  public record Retune(int inFlight) implements Command {}

  /**
   * Nodes make attempts beside this machine.
   *
   * @param hands most at once by the node's name, at least 1 each
   */
  public record Lend(Map<String, Integer> hands) implements Command {
    public Lend {
      hands = Map.copyOf(hands);
    }
  }

  /** From now on asks that are not sent are withdrawn: the run is stopping. */
  public enum StopAsking implements Command {
    INSTANCE
  }

  /** Holds back asks that are not handed on, or lets them go on. */
  public record Hold(boolean held) implements Command {}

  /** Asks how it is doing. */
  public record GetStatus(ActorRef<ModelStatus> replyTo) implements Command {}

  record Reserved(Job job) implements Command {}

  record Refused(Job job, String limit) implements Command {}

  record Permitted(Job job) implements Command {}

  record Finished(Job job, int attempt, @Nullable Outcome outcome, @Nullable Throwable failure)
      implements Command {}

  record RetryDue(Job job) implements Command {}

  enum Tick implements Command {
    /** A pause ends. */
    PAUSE_OVER,
    /** The breaker lets a probe through. */
    PROBE,
    /** Looks for attempts whose client forgot its deadline. */
    SWEEP
  }

  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

  private final ModelSettings settings;
  private final LongSupplier nanos;
  private final Handover handover;
  private final Health health;
  private final Patience patience;
  private final Tally tally;
  private final Backlog backlog;
  private final Attempts attempts;
  private int inFlight;
  private boolean stopping;

  public static Behavior<Command> create(ModelParts parts) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ModelActor(context, timers, parts)));
  }

  private ModelActor(
      ActorContext<Command> context, TimerScheduler<Command> timers, ModelParts parts) {
    super(context);
    this.settings = parts.settings();
    this.nanos = parts.nanos();
    this.handover = new Handover(parts, new Purse(parts.client(), settings), context.getSelf());
    this.health = new Health(parts.name(), settings, parts.events(), nanos.getAsLong());
    this.patience = new Patience(parts, health, timers, handover::pause);
    this.tally = new Tally(settings.price());
    this.backlog = new Backlog(timers);
    this.attempts = new Attempts(parts, context, tally);
    timers.startTimerWithFixedDelay(Tick.SWEEP, Tick.SWEEP, SWEEP_EVERY);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Complete.class, this::onComplete)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(Reserved.class, this::onReserved)
        .onMessage(Refused.class, this::onRefused)
        .onMessage(Permitted.class, this::onPermitted)
        .onMessage(RetryDue.class, retry -> dispatchAfter(() -> backlog.due(retry.job())))
        .onMessage(Retune.class, retune -> dispatchAfter(() -> health.retune(retune.inFlight())))
        .onMessage(Lend.class, lend -> dispatchAfter(() -> health.lend(lend.hands())))
        .onMessage(Hold.class, hold -> dispatchAfter(() -> backlog.hold(hold.held())))
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessageEquals(StopAsking.INSTANCE, this::onStopAsking)
        .onMessageEquals(Tick.PAUSE_OVER, this::dispatch)
        .onMessageEquals(Tick.PROBE, this::onProbe)
        .onMessageEquals(Tick.SWEEP, this::onSweep)
        .build();
  }

  private Behavior<Command> onComplete(Complete complete) {
    Job job = new Job(complete.key(), complete.prompt(), complete.answer());
    if (stopping) {
      job.withdraw();
    } else if (health.givenUp().isPresent()) {
      job.fail(health.givenUp().get(), true);
    } else {
      backlog.add(job);
      dispatch();
    }
    return this;
  }

  private Behavior<Command> onStopAsking() {
    stopping = true;
    unsent().forEach(Job::withdraw);
    return this;
  }

  /** Takes every ask that is not sent, wherever it waits. */
  private List<Job> unsent() {
    List<Job> handedOver = handover.takeBack();
    inFlight -= handedOver.size();
    List<Job> all = new ArrayList<>(handedOver);
    all.addAll(backlog.drain());
    return all;
  }

  private Behavior<Command> onGetStatus(GetStatus query) {
    query.replyTo().tell(tally.status(backlog.size(), inFlight, health));
    return this;
  }

  private Behavior<Command> onProbe() {
    health.allowProbe(nanos.getAsLong());
    failAllIfGivenUp();
    return dispatch();
  }

  private Behavior<Command> onSweep() {
    attempts.overdue().forEach(job -> finish(job, Outcome.Failed.lost("timeout")));
    return this;
  }

  private Behavior<Command> dispatchAfter(Runnable change) {
    change.run();
    return dispatch();
  }

  /** Starts as many attempts as may start now. */
  private Behavior<Command> dispatch() {
    while (inFlight < health.limit() && backlog.ready() && health.mayStart(nanos.getAsLong())) {
      inFlight++;
      Job job = backlog.next();
      if (handover.reserve(job)) {
        permit(job);
      }
    }
    return this;
  }

  private Behavior<Command> onRefused(Refused refused) {
    if (!handover.refused(refused.job())) {
      return this;
    }
    inFlight--;
    health.notStarted();
    refused.job().answer.accept(new Answer.OverBudget(refused.limit()));
    return dispatch();
  }

  private Behavior<Command> onReserved(Reserved reserved) {
    if (handover.reserved(reserved.job())) {
      permit(reserved.job());
    }
    return this;
  }

  private void permit(Job job) {
    if (handover.acquire(job)) {
      attempts.send(job);
    }
  }

  private Behavior<Command> onPermitted(Permitted permitted) {
    if (handover.permitted(permitted.job())) {
      attempts.send(permitted.job());
    }
    return this;
  }

  private Behavior<Command> onFinished(Finished finished) {
    return attempts.hold(finished) ? finish(finished.job(), attempts.outcome(finished)) : this;
  }

  private Behavior<Command> finish(Job job, Outcome outcome) {
    attempts.ended(job);
    inFlight--;
    handover.settle(job, outcome);
    outcome.quota().flatMap(Health::pauseOf).ifPresent(patience::pause);
    if (outcome instanceof Outcome.Answered answered) {
      onAnswered(job, answered);
    } else if (outcome instanceof Outcome.RateLimited limited) {
      tally.rateLimited();
      retryOrFail(job, "rate limited", patience.rateLimited(job, limited.retryAfter()));
    } else if (outcome instanceof Outcome.Blocked blocked) {
      patience.alive();
      job.answer.accept(new Answer.Blocked(blocked.reason(), job.attempt));
    } else if (outcome instanceof Outcome.Stranded stranded) {
      retryOrFail(job, stranded.reason(), patience.stranded(job));
    } else if (outcome instanceof Outcome.Lapsed) {
      tally.lapsed(job.attempt);
      retryOrFail(job, "permit lapsed", patience.lapsed(job));
    } else if (outcome instanceof Outcome.Failed failed) {
      onFailed(job, failed);
    }
    return dispatch();
  }

  private void onAnswered(Job job, Outcome.Answered answered) {
    long now = nanos.getAsLong();
    Duration latency = Duration.ofNanos(now - job.dispatchedAt);
    patience.alive();
    health.replied(now);
    tally.answered(answered.reply(), latency);
    job.answer.accept(new Answer.Answered(answered.reply(), job.attempt, latency));
  }

  private void onFailed(Job job, Outcome.Failed failed) {
    if (!failed.retryable()) {
      patience.alive();
      job.fail(failed.reason(), failed.fatal());
      if (failed.fatal()) {
        health.giveUp(failed.reason());
        failAllIfGivenUp();
      }
      return;
    }
    retryOrFail(job, failed.reason(), patience.failed(job, failed));
    failAllIfGivenUp();
  }

  private void retryOrFail(Job job, String reason, Duration wait) {
    if (health.givenUp().isPresent()) {
      job.fail(health.givenUp().get(), true);
    } else if (job.failures >= settings.attempts()) {
      job.fail(reason, false);
    } else if (stopping) {
      job.withdraw();
    } else {
      backlog.retryAfter(job, wait);
    }
  }

  private void failAllIfGivenUp() {
    if (health.givenUp().isPresent()) {
      unsent().forEach(job -> job.fail(health.givenUp().get(), true));
    }
  }
}
