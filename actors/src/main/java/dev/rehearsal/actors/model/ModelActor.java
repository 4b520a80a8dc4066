package dev.rehearsal.actors.model;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** From now on asks that are not under way are withdrawn: the run is stopping. */
  public enum StopAsking implements Command {
    INSTANCE
  }

  /** Asks how it is doing. */
  public record GetStatus(ActorRef<ModelStatus> replyTo) implements Command {}

  private record Reserved(Job job) implements Command {}

  private record Refused(Job job, String limit) implements Command {}

  private record Permitted(Job job) implements Command {}

  private record Finished(
      Job job, int attempt, @Nullable Outcome outcome, @Nullable Throwable failure)
      implements Command {}

  private record RetryDue(Job job) implements Command {}

  private enum Tick implements Command {
    /** A pause ends. */
    PAUSE_OVER,
    /** The breaker lets a probe through. */
    PROBE,
    /** Looks for attempts whose client forgot its deadline. */
    SWEEP
  }

  /**
   * What an actor is made of.
   *
   * @param name the model's name in the plan
   * @param limiter of its credential; empty for none
   * @param tokensLimited whether that limiter counts tokens
   * @param budget of the run; empty for none
   * @param priority among those who share the limiter
   * @param seed of the jitter between attempts
   * @param nanos a clock that never goes back, in nanoseconds
   * @param events is told what happens, on the actor's thread: it must not block
   */
  public record Setup(
      String name,
      ModelClient client,
      ModelSettings settings,
      Optional<ActorRef<LimiterActor.Command>> limiter,
      boolean tokensLimited,
      Optional<ActorRef<BudgetActor.Command>> budget,
      Priority priority,
      long seed,
      LongSupplier nanos,
      Consumer<ModelEvent> events) {}

  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
  private static final Duration DEADLINE_GRACE = Duration.ofSeconds(5);

  private final TimerScheduler<Command> timers;
  private final Setup setup;
  private final ModelSettings settings;
  private final LongSupplier nanos;
  private final Purse purse;
  private final Backoff backoff;
  private final Health health;
  private final Tally tally;

  private final Deque<Job> queue = new ArrayDeque<>();
  private final Deque<Job> due = new ArrayDeque<>();
  private final Set<Job> waiting = new LinkedHashSet<>();
  private final Set<Job> sent = new LinkedHashSet<>();
  private int inFlight;
  private boolean stopping;

  public static Behavior<Command> create(Setup setup) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new ModelActor(context, timers, setup)));
  }

  private ModelActor(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
    super(context);
    this.timers = timers;
    this.setup = setup;
    this.settings = setup.settings();
    this.nanos = setup.nanos();
    this.purse = new Purse(setup.client(), settings);
    this.backoff = new Backoff(settings.retries(), setup.seed());
    this.health = new Health(setup.name(), settings, setup.events(), nanos.getAsLong());
    this.tally = new Tally(settings.price());
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
        .onMessage(RetryDue.class, this::onRetryDue)
        .onMessage(Retune.class, this::onRetune)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessageEquals(StopAsking.INSTANCE, this::onStopAsking)
        .onMessageEquals(Tick.PAUSE_OVER, this::dispatch)
        .onMessageEquals(Tick.PROBE, this::onProbe)
        .onMessageEquals(Tick.SWEEP, this::onSweep)
        .build();
  }

  private Behavior<Command> onComplete(Complete complete) {
    Job job = new Job(complete.key(), complete.prompt(), complete.answer());
    if (health.givenUp().isPresent()) {
      fail(job, health.givenUp().get(), true);
      return this;
    }
    if (stopping) {
      withdraw(job);
      return this;
    }
    queue.add(job);
    return dispatch();
  }

  private Behavior<Command> onRetryDue(RetryDue retry) {
    if (waiting.remove(retry.job())) {
      due.add(retry.job());
    }
    return dispatch();
  }

  private Behavior<Command> onRetune(Retune retune) {
    health.retune(retune.inFlight());
    return dispatch();
  }

  private Behavior<Command> onStopAsking() {
    stopping = true;
    waiting.forEach(timers::cancel);
    for (Iterable<Job> jobs : List.of(List.copyOf(waiting), due, queue)) {
      jobs.forEach(ModelActor::withdraw);
    }
    waiting.clear();
    due.clear();
    queue.clear();
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus query) {
    int queued = queue.size() + due.size() + waiting.size();
    query.replyTo().tell(tally.status(queued, inFlight, health.limit(), health.state()));
    return this;
  }

  private Behavior<Command> onProbe() {
    health.allowProbe(nanos.getAsLong());
    failAllIfGivenUp();
    return dispatch();
  }

  private Behavior<Command> onSweep() {
    long forgotten = nanos.getAsLong() - settings.timeout().plus(DEADLINE_GRACE).toNanos();
    List<Job> overdue = new ArrayList<>();
    for (Job job : sent) {
      if (job.dispatchedAt > forgotten) {
        break;
      }
      overdue.add(job);
    }
    overdue.forEach(job -> finish(job, Outcome.Failed.lost("timeout")));
    return this;
  }

  /** Starts as many attempts as may start now: those that were begun go first. */
  private Behavior<Command> dispatch() {
    while (inFlight < health.limit()
        && !(due.isEmpty() && queue.isEmpty())
        && health.mayStart(nanos.getAsLong())) {
      start(due.isEmpty() ? queue.remove() : due.remove());
    }
    return this;
  }

  private void start(Job job) {
    inFlight++;
    if (job.inputTokens < 0 && (setup.budget().isPresent() || setup.tokensLimited())) {
      job.inputTokens = purse.mostInputTokens(job.prompt);
    }
    if (setup.budget().isPresent()) {
      job.reserved = purse.worst(job);
      setup
          .budget()
          .get()
          .tell(
              new BudgetActor.Reserve<Command>(
                  job.reserved,
                  getContext().getSelf(),
                  new Reserved(job),
                  exceeded -> new Refused(job, exceeded)));
    } else {
      permit(job);
    }
  }

  private Behavior<Command> onRefused(Refused refused) {
    inFlight--;
    health.notStarted();
    refused.job().answer.accept(new Answer.OverBudget(refused.limit()));
    return dispatch();
  }

  private Behavior<Command> onReserved(Reserved reserved) {
    permit(reserved.job());
    return this;
  }

  private void permit(Job job) {
    if (setup.limiter().isPresent()) {
      long tokens = setup.tokensLimited() ? purse.expectedTokens(job) : 0;
      setup
          .limiter()
          .get()
          .tell(
              new LimiterActor.Acquire<Command>(
                  tokens, setup.priority(), getContext().getSelf(), new Permitted(job)));
    } else {
      send(job);
    }
  }

  private Behavior<Command> onPermitted(Permitted permitted) {
    Job job = permitted.job();
    if (health.givenUp().isPresent() || stopping) {
      settle(job, Cost.NOTHING, 0);
      inFlight--;
      if (stopping) {
        withdraw(job);
      } else {
        fail(job, health.givenUp().orElseThrow(), true);
      }
    } else {
      send(job);
    }
    return this;
  }

  private void send(Job job) {
    job.attempt++;
    job.dispatchedAt = nanos.getAsLong();
    sent.add(job);
    tally.sent(job.attempt);
    int attempt = job.attempt;
    getContext()
        .pipeToSelf(
            setup.client().complete(new Call(job.key, attempt, job.prompt, settings.timeout())),
            (outcome, failure) -> new Finished(job, attempt, outcome, failure));
  }

  private Behavior<Command> onFinished(Finished finished) {
    Job job = finished.job();
    if (job.attempt != finished.attempt() || !sent.contains(job)) {
      getContext().getLog().warn("{}: an attempt ended after it was given up", setup.name());
      return this;
    }
    if (finished.outcome() == null) {
      getContext().getLog().error("{}: a model client failed", setup.name(), finished.failure());
      return finish(job, Outcome.Failed.terminal("internal error"));
    }
    return finish(job, finished.outcome());
  }

  private Behavior<Command> finish(Job job, Outcome outcome) {
    sent.remove(job);
    inFlight--;
    Cost actual = purse.actual(job, outcome);
    settle(job, actual, actual.tokens());
    outcome.quota().flatMap(Health::pauseOf).ifPresent(this::pause);
    if (outcome instanceof Outcome.Answered answered) {
      onAnswered(job, answered);
    } else if (outcome instanceof Outcome.RateLimited limited) {
      onRateLimited(job, limited);
    } else if (outcome instanceof Outcome.Blocked blocked) {
      alive();
      job.answer.accept(new Answer.Blocked(blocked.reason(), job.attempt));
    } else if (outcome instanceof Outcome.Failed failed) {
      onFailed(job, failed);
    }
    return dispatch();
  }

  private void settle(Job job, Cost actual, long tokensUsed) {
    setup
        .budget()
        .ifPresent(b -> b.tell(new BudgetActor.Settle(setup.name(), job.reserved, actual)));
    if (setup.tokensLimited()) {
      long reserved = purse.expectedTokens(job);
      setup.limiter().ifPresent(l -> l.tell(new LimiterActor.Correct(reserved, tokensUsed)));
    }
  }

  private void onAnswered(Job job, Outcome.Answered answered) {
    long now = nanos.getAsLong();
    alive();
    health.replied(now);
    tally.answered(answered.reply());
    job.answer.accept(
        new Answer.Answered(
            answered.reply(), job.attempt, Duration.ofNanos(now - job.dispatchedAt)));
  }

  /** The first 429s of a call are free, for they say nothing of it; each more is a failure. */
  private void onRateLimited(Job job, Outcome.RateLimited limited) {
    alive();
    tally.rateLimited();
    health
        .rateLimited(job.dispatchedAt, nanos.getAsLong(), limited.retryAfter())
        .ifPresent(this::pause);
    job.rateLimited++;
    if (job.rateLimited > settings.retries().rateLimited()) {
      job.failures++;
    }
    retryOrFail(job, "rate limited", backoff.wait(job.rateLimited, limited.retryAfter()));
  }

  private void onFailed(Job job, Outcome.Failed failed) {
    if (!failed.retryable()) {
      alive();
      fail(job, failed.reason(), failed.fatal());
      if (failed.fatal()) {
        health.giveUp(failed.reason());
        failAllIfGivenUp();
      }
      return;
    }
    health
        .failed(failed.reason(), nanos.getAsLong())
        .ifPresent(probe -> timers.startSingleTimer(Tick.PROBE, Tick.PROBE, probe));
    if (!health.down()) {
      job.failures++;
    }
    retryOrFail(job, failed.reason(), backoff.wait(Math.max(1, job.failures), failed.retryAfter()));
    failAllIfGivenUp();
  }

  private void retryOrFail(Job job, String reason, Duration wait) {
    if (health.givenUp().isPresent()) {
      fail(job, health.givenUp().get(), true);
    } else if (job.failures >= settings.attempts()) {
      fail(job, reason, false);
    } else if (stopping) {
      withdraw(job);
    } else {
      waiting.add(job);
      timers.startSingleTimer(job, new RetryDue(job), wait);
    }
  }

  private void alive() {
    if (health.alive(nanos.getAsLong())) {
      timers.cancel(Tick.PROBE);
    }
  }

  private void pause(Duration asked) {
    Duration bounded = backoff.bounded(asked);
    if (health.pauseUntil(nanos.getAsLong() + bounded.toNanos())) {
      timers.startSingleTimer(Tick.PAUSE_OVER, Tick.PAUSE_OVER, bounded);
      setup.limiter().ifPresent(l -> l.tell(new LimiterActor.Pause(bounded)));
    }
  }

  private void failAllIfGivenUp() {
    if (health.givenUp().isPresent()) {
      waiting.forEach(timers::cancel);
      for (Collection<Job> jobs : List.of(waiting, due, queue)) {
        jobs.forEach(job -> fail(job, health.givenUp().get(), true));
        jobs.clear();
      }
    }
  }

  private static void withdraw(Job job) {
    job.answer.accept(new Answer.Withdrawn());
  }

  private static void fail(Job job, String reason, boolean fatal) {
    job.answer.accept(new Answer.Failed(reason, job.attempt, fatal));
  }
}
