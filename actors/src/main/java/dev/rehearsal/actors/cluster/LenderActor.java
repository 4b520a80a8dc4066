package dev.rehearsal.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A node's side: offers this machine's hands to the run that it finds, makes the attempts that it
 * is given, and says what came of them. It retries nothing and limits nothing: the run does.
 */
public final class LenderActor extends AbstractBehavior<LenderActor.Command> {
  private static final Duration OFFER_AGAIN = Duration.ofSeconds(2);

  /** Far below what one message may have. */
  static final int PIECE_BYTES = 128 * 1024;

  /** What it understands: this and {@link Wire.ToNode}. */
  public interface Command {}

  /**
   * Takes no more attempts, and finishes those that it has.
   *
   * @param done completes then
   */
  public record Leave(CompletableFuture<Void> done) implements Command {}

  /** Asks what it did; {@code progress} completes with it. */
  public record GetProgress(CompletableFuture<Progress> progress) implements Command {}

  /**
   * What a node did since it met its run.
   *
   * @param answered calls with a reply
   * @param unanswered calls without one, which the run may make again
   * @param underWay calls now
   */
  public record Progress(long answered, long unanswered, int underWay) {}

  /**
   * A model that this machine can ask.
   *
   * @param fingerprint of the settings that can change a reply
   * @param inFlight most calls at once
   */
  public record Lent(ModelClient client, String fingerprint, int inFlight) {}

  /** Is told what happens, on the actor's thread: it must not block. */
  public interface Listener {
    /**
     * A run took the offer.
     *
     * @param refused why, by model, for those that it will not ask here
     */
    void welcomed(String run, Map<String, String> refused);

    /** The run is over, or lost. */
    void runGone();
  }

  private record Found(Receptionist.Listing listing) implements Command {}

  private enum OfferAgain implements Command {
    INSTANCE
  }

  private enum RunGone implements Command {
    INSTANCE
  }

  private record GoDue(long id) implements Command {}

  private record Made(long id, @Nullable Outcome outcome, @Nullable Throwable failure)
      implements Command {}

  /**
   * @param since when the run was told that a hand is free
   */
  private record Waiting(Wire.Work work, long since) {}

  private final TimerScheduler<Command> timers;
  private final String node;
  private final Map<String, Lent> models;
  private final LongSupplier nanos;
  private final Listener listener;
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private Optional<ActorRef<Wire.ToRun>> run = Optional.empty();
  private Optional<CompletableFuture<Void>> leaving = Optional.empty();
  private boolean welcomed;
  private int underWay;
  private long answered;
  private long unanswered;

  /**
   * A node that looks for its run.
   *
   * @param node its name, for people
   * @param models by name
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public static Behavior<Command> create(
      String node, Map<String, Lent> models, LongSupplier nanos, Listener listener) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new LenderActor(context, timers, node, models, nanos, listener)));
  }

  private LenderActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String node,
      Map<String, Lent> models,
      LongSupplier nanos,
      Listener listener) {
    super(context);
    this.timers = timers;
    this.node = node;
    this.models = Map.copyOf(models);
    this.nanos = nanos;
    this.listener = listener;
    context
        .getSystem()
        .receptionist()
        .tell(
            Receptionist.subscribe(
                BorrowerActor.KEY, context.messageAdapter(Receptionist.Listing.class, Found::new)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Found.class, this::onFound)
        .onMessage(Wire.Welcome.class, this::onWelcome)
        .onMessage(Wire.Work.class, this::onWork)
        .onMessage(Wire.Go.class, this::onGo)
        .onMessage(Wire.TakenBack.class, this::onTakenBack)
        .onMessage(GoDue.class, this::onGoDue)
        .onMessage(Made.class, this::onMade)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(GetProgress.class, this::onGetProgress)
        .onMessageEquals(OfferAgain.INSTANCE, this::offer)
        .onMessageEquals(RunGone.INSTANCE, this::onRunGone)
        .build();
  }

  private Behavior<Command> onFound(Found found) {
    Optional<ActorRef<Wire.ToRun>> first =
        found.listing().getServiceInstances(BorrowerActor.KEY).stream().findFirst();
    if (run.isEmpty() && first.isPresent()) {
      run = first;
      getContext().watchWith(first.get(), RunGone.INSTANCE);
      timers.startTimerWithFixedDelay(OfferAgain.INSTANCE, OFFER_AGAIN);
      offer();
    }
    return this;
  }

  private Behavior<Command> offer() {
    Map<String, Wire.Hands> hands = new TreeMap<>();
    models.forEach(
        (model, lent) -> hands.put(model, new Wire.Hands(lent.fingerprint(), lent.inFlight())));
    tell(new Wire.Offer(Wire.VERSION, node, getContext().getSelf().narrow(), hands));
    return this;
  }

  private Behavior<Command> onWelcome(Wire.Welcome welcome) {
    timers.cancel(OfferAgain.INSTANCE);
    if (!welcomed) {
      welcomed = true;
      listener.welcomed(welcome.run(), welcome.refused());
    }
    return this;
  }

  private Behavior<Command> onRunGone() {
    waiting.clear();
    listener.runGone();
    return this;
  }

  private Behavior<Command> onWork(Wire.Work work) {
    Lent lent = models.get(work.model());
    if (leaving.isPresent()) {
      tell(new Wire.NotMade(work.id(), "the node leaves"));
    } else if (lent == null || !lent.fingerprint().equals(work.fingerprint())) {
      getContext().getLog().warn("refused a call to {}: not the model known here", work.model());
      tell(new Wire.NotMade(work.id(), "not the model that the node knows"));
    } else {
      waiting.put(work.id(), new Waiting(work, nanos.getAsLong()));
      timers.startSingleTimer(work.id(), new GoDue(work.id()), AttemptLease.EACH_WAY);
      tell(new Wire.Ready(work.id()));
    }
    return this;
  }

  /** Answers also when the attempt never came: the run waits for its hand. */
  private Behavior<Command> onTakenBack(Wire.TakenBack back) {
    forget(back.id());
    tell(new Wire.NotMade(back.id(), "taken back"));
    return this;
  }

  private Behavior<Command> onGoDue(GoDue due) {
    if (forget(due.id()) != null) {
      tell(new Wire.NotMade(due.id(), "no word to go came"));
    }
    return this;
  }

  private @Nullable Waiting forget(long id) {
    timers.cancel(id);
    return waiting.remove(id);
  }

  private Behavior<Command> onGo(Wire.Go go) {
    Waiting ready = forget(go.id());
    if (ready == null) {
      tell(new Wire.NotMade(go.id(), "unknown"));
    } else if (nanos.getAsLong() - ready.since() > AttemptLease.EACH_WAY.toNanos()) {
      tell(new Wire.NotMade(go.id(), "the word to go came too late"));
    } else {
      make(ready.work());
    }
    return this;
  }

  private void make(Wire.Work work) {
    underWay++;
    Lent lent = models.get(work.model());
    if (lent == null) {
      throw new IllegalStateException("unknown model, accepted before: " + work.model());
    }
    getContext()
        .pipeToSelf(
            lent.client().complete(work.call()),
            (outcome, failure) -> new Made(work.id(), outcome, failure));
  }

  private Behavior<Command> onMade(Made made) {
    underWay--;
    Outcome outcome = made.outcome();
    if (outcome == null) {
      getContext().getLog().error("a model client failed", made.failure());
      outcome = Outcome.Failed.terminal("internal error");
    }
    if (outcome instanceof Outcome.Answered) {
      answered++;
    } else {
      unanswered++;
    }
    byte[] bytes = WireJson.bytes(WireJson.of(outcome));
    Wire.Part.of(made.id(), bytes, PIECE_BYTES).forEach(this::tell);
    leaveWhenDone();
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    leaving = Optional.of(leave.done());
    timers.cancel(OfferAgain.INSTANCE);
    tell(new Wire.Leaving(getContext().getSelf().narrow()));
    waiting.keySet().forEach(id -> tell(new Wire.NotMade(id, "the node leaves")));
    waiting.clear();
    leaveWhenDone();
    return this;
  }

  private void leaveWhenDone() {
    if (underWay == 0) {
      leaving.ifPresent(done -> done.complete(null));
    }
  }

  private Behavior<Command> onGetProgress(GetProgress get) {
    get.progress().complete(new Progress(answered, unanswered, underWay));
    return this;
  }

  private void tell(Wire.ToRun message) {
    run.ifPresent(ref -> ref.tell(message));
  }
}
