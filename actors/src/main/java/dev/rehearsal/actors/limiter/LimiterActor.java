package dev.rehearsal.actors.limiter;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.config.Limits;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One credential's requests and tokens per minute: gives a permit for each attempt, judges first,
 * each priority in order of arrival. Models that share a key share its limiter.
 */
public final class LimiterActor extends AbstractBehavior<LimiterActor.Command> {

  public sealed interface Command {}

  /**
   * Asks for a permit; {@code permitted} is sent when the attempt may start, at once.
   *
   * @param tokens reserved for it, at least 0; put right later by {@link Correct}
   */
  public record Acquire<M>(long tokens, Priority priority, ActorRef<M> replyTo, M permitted)
      implements Command {
    private void permit() {
      replyTo.tell(permitted);
    }
  }

  /** An attempt used other tokens than were reserved for it. */
  public record Correct(long reserved, long used) implements Command {}

  /** The provider asked to wait: no permit for so long from now. */
  public record Pause(Duration duration) implements Command {}

  /**
   * A reply came.
   *
   * @param lowest what the provider said is left of its limits
   */
  public record Heard(String model, Optional<Outcome.Level> lowest) implements Command {}

  /** New limits from now on. */
  public record Retune(Limits limits) implements Command {}

  /** Asks how many attempts wait. */
  public record GetStatus(ActorRef<Status> replyTo) implements Command {}

  /**
   * @param waiting attempts without a permit yet
   * @param permitted permits given so far
   * @param yields whether nothing is sent because others need the provider's limit
   * @param yielded how long that was so, in all
   */
  public record Status(int waiting, long permitted, boolean yields, Duration yielded) {}

  private record Leased(SharedPermits.@Nullable Answer answer, @Nullable Throwable failure)
      implements Command {}

  private enum Tick implements Command {
    INSTANCE,
    /** It may be that others need the limit no more. */
    YIELDED
  }

  private static final long EXPECTED_CALLS_PER_MINUTE = 20;

  private final TimerScheduler<Command> timers;
  private final LongSupplier nanos;
  private final Map<Priority, Queue<Acquire<?>>> waiting = new EnumMap<>(Priority.class);
  private Optional<Pacer> requests = Optional.empty();
  private Optional<Pacer> tokens = Optional.empty();
  private final Yielding yielding;
  private final Optional<PermitLease> lease;
  private long pausedUntil;
  private long permitted;

  /**
   * @param credential the name of the limits in the plan
   * @param nanos a clock that never goes back, in nanoseconds
   * @param events is told when it yields to others, on the actor's thread: it must not block
   * @param shared with other processes; used where the limits are
   */
  public static Behavior<Command> create(
      String credential,
      Limits limits,
      LongSupplier nanos,
      Consumer<ModelEvent> events,
      Optional<SharedPermits> shared) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new LimiterActor(
                        context,
                        timers,
                        limits,
                        nanos,
                        new Yielding(credential, limits.yieldBelow(), events),
                        shared
                            .filter(permits -> limits.shared())
                            .map(
                                permits -> new PermitLease(credential, limits, permits, events)))));
  }

  private LimiterActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Limits limits,
      LongSupplier nanos,
      Yielding yielding,
      Optional<PermitLease> lease) {
    super(context);
    this.lease = lease;
    this.yielding = yielding;
    this.timers = timers;
    this.nanos = nanos;
    this.pausedUntil = nanos.getAsLong();
    for (Priority priority : Priority.values()) {
      waiting.put(priority, new ArrayDeque<>());
    }
    pace(limits);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Acquire.class, this::onAcquire)
        .onMessage(Correct.class, this::onCorrect)
        .onMessage(Pause.class, this::onPause)
        .onMessage(Leased.class, this::onLeased)
        .onMessage(Heard.class, this::onHeard)
        .onMessage(Retune.class, this::onRetune)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessageEquals(Tick.INSTANCE, this::serve)
        .onMessageEquals(Tick.YIELDED, this::onYielded)
        .build();
  }

  private Behavior<Command> onAcquire(Acquire<?> acquire) {
    queue(acquire.priority()).add(acquire);
    return serve();
  }

  private Behavior<Command> onCorrect(Correct correct) {
    lease.ifPresent(of -> of.correct(correct.reserved(), correct.used()));
    tokens.ifPresent(pacer -> pacer.correct(correct.reserved(), correct.used()));
    return serve();
  }

  private Behavior<Command> onPause(Pause pause) {
    pausedUntil = Math.max(pausedUntil, nanos.getAsLong() + pause.duration().toNanos());
    return this;
  }

  /** Judges wait too: the provider counts them with the others. */
  private Behavior<Command> onHeard(Heard heard) {
    yielding
        .heard(heard.model(), heard.lowest(), nanos.getAsLong())
        .ifPresent(
            pause -> {
              pausedUntil = Math.max(pausedUntil, nanos.getAsLong() + pause.toNanos());
              timers.startSingleTimer(
                  Tick.YIELDED, Tick.YIELDED, Duration.ofNanos(pausedUntil - nanos.getAsLong()));
            });
    return this;
  }

  private Behavior<Command> onYielded() {
    yielding.goOn(nanos.getAsLong());
    return serve();
  }

  private Behavior<Command> onRetune(Retune retune) {
    pace(retune.limits());
    return serve();
  }

  private Behavior<Command> onGetStatus(GetStatus query) {
    int count = waiting.values().stream().mapToInt(Queue::size).sum();
    query
        .replyTo()
        .tell(new Status(count, permitted, yielding.now(), yielding.soFar(nanos.getAsLong())));
    return this;
  }

  /** What is shared is paced where it is kept. */
  private void pace(Limits limits) {
    if (lease.isPresent()) {
      lease.get().retune(limits);
      return;
    }
    requests =
        limits.requestsPerMinute().isPresent()
            ? Optional.of(paced(requests, limits.requestsPerMinute().getAsInt(), 1))
            : Optional.empty();
    tokens =
        limits.tokensPerMinute().isPresent()
            ? Optional.of(
                paced(
                    tokens,
                    limits.tokensPerMinute().getAsLong(),
                    limits.tokensPerMinute().getAsLong() / EXPECTED_CALLS_PER_MINUTE))
            : Optional.empty();
  }

  /** A pacer goes on with what was taken; a limit that was not there begins with nothing. */
  private Pacer paced(Optional<Pacer> before, long limit, long largest) {
    before.ifPresent(pacer -> pacer.retune(limit, largest, nanos.getAsLong()));
    return before.orElseGet(() -> new Pacer(limit, largest));
  }

  private Behavior<Command> serve() {
    Queue<Acquire<?>> next = next();
    while (!next.isEmpty()) {
      Acquire<?> acquire = next.element();
      long now = nanos.getAsLong();
      long wait = waitNanos(acquire, now);
      if (wait > 0) {
        timers.startSingleTimer(Tick.INSTANCE, Tick.INSTANCE, Duration.ofNanos(wait));
        return this;
      }
      if (lease.isPresent() && !lease.get().permits(acquire.tokens(), now)) {
        ask(lease.get());
        return this;
      }
      requests.ifPresent(pacer -> pacer.take(1, now));
      tokens.ifPresent(pacer -> pacer.take(acquire.tokens(), now));
      next.remove();
      permitted++;
      acquire.permit();
      next = next();
    }
    return this;
  }

  private void ask(PermitLease of) {
    if (!of.asking()) {
      LongStream tokensOfEach =
          Stream.of(Priority.values())
              .flatMap(priority -> queue(priority).stream())
              .mapToLong(Acquire::tokens);
      getContext().pipeToSelf(of.ask(tokensOfEach, nanos.getAsLong()), Leased::new);
    }
  }

  private Behavior<Command> onLeased(Leased leased) {
    long now = nanos.getAsLong();
    PermitLease of = lease.orElseThrow();
    if (leased.answer() == null) {
      of.failed(leased.failure(), now);
    } else {
      of.answered(leased.answer(), now);
    }
    return serve();
  }

  private long waitNanos(Acquire<?> acquire, long now) {
    long wait = Math.max(0, pausedUntil - now);
    wait = Math.max(wait, lease.map(of -> of.waitNanos(now)).orElse(0L));
    wait = Math.max(wait, requests.map(pacer -> pacer.waitNanos(1, now)).orElse(0L));
    return Math.max(wait, tokens.map(p -> p.waitNanos(acquire.tokens(), now)).orElse(0L));
  }

  private Queue<Acquire<?>> next() {
    Queue<Acquire<?>> judges = queue(Priority.JUDGE);
    return judges.isEmpty() ? queue(Priority.LANE) : judges;
  }

  @SuppressWarnings("NullAway") // every priority has its queue from the start
  private Queue<Acquire<?>> queue(Priority priority) {
    return waiting.get(priority);
  }
}
