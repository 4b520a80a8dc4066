package dev.rehearsal.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands attempts that have their permit to the machine with most hands free: this one, or a node
 * that lends its own. What a node did not begin is made here, or is {@link Outcome.Lapsed} when its
 * permit is too old; what it began and took away with it is {@link Outcome.Stranded}. Gives every
 * {@link Attempt} exactly one outcome.
 */
public final class BorrowerActor extends AbstractBehavior<BorrowerActor.Command> {
  /** Where nodes find the run. */
  static final ServiceKey<Wire.ToRun> KEY = ServiceKey.create(Wire.ToRun.class, "rehearsal-run");

  /** A larger call is made at home: one message must not hold up the others. */
  static final int MOST_CALL_BYTES = 256 * 1024;

  /** A node keeps the call's deadline itself; past this grace it forgot. */
  private static final Duration DEADLINE_GRACE = Duration.ofSeconds(2);

  private static final Outcome LOST = new Outcome.Stranded("reply lost in the cluster");

  /** What it understands: this and {@link Wire.ToRun}. */
  public interface Command {}

  /**
   * A model whose calls may be made elsewhere.
   *
   * @param fingerprint of the settings that can change a reply
   * @param client that makes calls at home
   * @param inFlight most calls at once at home
   * @param actor is told how many more calls the nodes can make at once
   */
  public record Serve(
      String model,
      String fingerprint,
      ModelClient client,
      int inFlight,
      ActorRef<ModelActor.Command> actor)
      implements Command {}

  /** One attempt that has its permit. */
  record Attempt(String model, Call call, CompletableFuture<Outcome> outcome) implements Command {}

  private record MadeAtHome(Attempt attempt, @Nullable Outcome outcome, @Nullable Throwable failure)
      implements Command {}

  private record ReadyDue(AttemptLease lease) implements Command {}

  private record OutcomeDue(AttemptLease lease) implements Command {}

  private record Gone(ActorRef<Wire.ToNode> lender) implements Command {}

  private final String run;
  private final Consumer<ModelEvent> events;
  private final ServedModels served = new ServedModels();
  private final Lenders lenders = new Lenders();
  private final AttemptLeases leases;

  /**
   * A run that nobody lends a hand yet.
   *
   * @param run its name, for people
   * @param events is told who lends what, on the actor's thread: it must not block
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public static Behavior<Command> create(
      String run, Consumer<ModelEvent> events, LongSupplier nanos) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new BorrowerActor(context, new AttemptLeases(timers, nanos), run, events)));
  }

  private BorrowerActor(
      ActorContext<Command> context,
      AttemptLeases leases,
      String run,
      Consumer<ModelEvent> events) {
    super(context);
    this.run = run;
    this.events = events;
    this.leases = leases;
    context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf().narrow()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Serve.class, this::onServe)
        .onMessage(Attempt.class, this::onAttempt)
        .onMessage(MadeAtHome.class, this::onMadeAtHome)
        .onMessage(Wire.Offer.class, this::onOffer)
        .onMessage(Wire.Ready.class, this::onReady)
        .onMessage(Wire.NotMade.class, this::onNotMade)
        .onMessage(Wire.Part.class, this::onPart)
        .onMessage(Wire.Leaving.class, this::onLeaving)
        .onMessage(ReadyDue.class, this::onReadyDue)
        .onMessage(OutcomeDue.class, this::onOutcomeDue)
        .onMessage(Gone.class, this::onGone)
        .build();
  }

  private Behavior<Command> onServe(Serve serve) {
    served.add(serve);
    return this;
  }

  private Behavior<Command> onAttempt(Attempt attempt) {
    Optional<Lender> lender = lenders.freest(attempt.model(), served.load(attempt.model()));
    boolean stays = leases.lapsedBefore(attempt);
    if (lender.isPresent() && !stays && fits(attempt.call())) {
      offer(attempt, lender.get());
    } else {
      makeAtHome(attempt);
    }
    return this;
  }

  private static boolean fits(Call call) {
    return WireJson.bytes(WireJson.of(call)).length <= MOST_CALL_BYTES;
  }

  private void offer(Attempt attempt, Lender lender) {
    String fingerprint = served.get(attempt.model()).fingerprint();
    AttemptLease lease = leases.open(attempt, lender);
    lender.ref.tell(new Wire.Work(lease.id, attempt.model(), fingerprint, attempt.call()));
    leases.after(AttemptLease.EACH_WAY, lease, new ReadyDue(lease));
  }

  private void makeAtHome(Attempt attempt) {
    served.begin(attempt.model());
    getContext()
        .pipeToSelf(
            served.get(attempt.model()).client().complete(attempt.call()),
            (outcome, failure) -> new MadeAtHome(attempt, outcome, failure));
  }

  private Behavior<Command> onMadeAtHome(MadeAtHome made) {
    served.end(made.attempt().model());
    if (made.outcome() != null) {
      made.attempt().outcome().complete(made.outcome());
    } else {
      made.attempt().outcome().completeExceptionally(Objects.requireNonNull(made.failure()));
    }
    return this;
  }

  private Behavior<Command> onOffer(Wire.Offer offer) {
    Map<String, String> refused = served.refused(offer);
    Map<String, Integer> hands = served.taken(offer);
    if (lenders.get(offer.lender()).isEmpty()) {
      getContext().watchWith(offer.lender(), new Gone(offer.lender()));
      lenders.add(new Lender(offer.node(), offer.lender(), hands));
      refused.forEach(
          (model, why) -> events.accept(new ModelEvent.NotLent(model, offer.node(), why)));
      hands.keySet().stream()
          .map(model -> new ModelEvent.Lent(model, offer.node(), tellHands(model)))
          .forEach(events);
    }
    offer.lender().tell(new Wire.Welcome(run, refused));
    return this;
  }

  private Behavior<Command> onReady(Wire.Ready ready) {
    leases.get(ready.id()).ifPresent(this::ready);
    return this;
  }

  private void ready(AttemptLease lease) {
    if (lease.state == AttemptLease.State.TAKEN_BACK) {
      leases.end(lease);
    } else if (leases.late(lease)) {
      takeBack(lease);
    } else {
      lease.state = AttemptLease.State.GIVEN;
      lease.lender.ref.tell(new Wire.Go(lease.id));
      leases.after(
          lease.attempt.call().deadline().plus(DEADLINE_GRACE), lease, new OutcomeDue(lease));
    }
  }

  private Behavior<Command> onReadyDue(ReadyDue due) {
    takeBack(due.lease());
    return this;
  }

  private void takeBack(AttemptLease lease) {
    lease.lender.ref.tell(new Wire.TakenBack(lease.id));
    leases.after(AttemptLease.ASK_AGAIN, lease, new ReadyDue(lease));
    if (lease.state == AttemptLease.State.OFFERED) {
      lease.state = AttemptLease.State.TAKEN_BACK;
      notBegun(lease);
    }
  }

  /** Nobody made the attempt. */
  private void notBegun(AttemptLease lease) {
    if (leases.lapses(lease)) {
      lease.attempt.outcome().complete(new Outcome.Lapsed());
    } else {
      makeAtHome(lease.attempt);
    }
  }

  private Behavior<Command> onNotMade(Wire.NotMade not) {
    leases.get(not.id()).ifPresent(lease -> notMade(lease, not.why()));
    return this;
  }

  private void notMade(AttemptLease lease, String why) {
    leases.end(lease);
    if (lease.state != AttemptLease.State.TAKEN_BACK) {
      getContext().getLog().debug("not made by {}: {}", lease.lender.node, why);
      notBegun(lease);
    }
  }

  private Behavior<Command> onPart(Wire.Part part) {
    leases.get(part.id()).ifPresent(lease -> add(lease, part));
    return this;
  }

  private void add(AttemptLease lease, Wire.Part part) {
    try {
      lease.add(part).ifPresent(outcome -> end(lease, outcome));
    } catch (IOException e) {
      getContext().getLog().error("{} sent an outcome that is none", lease.lender.node, e);
      end(lease, LOST);
    }
  }

  private Behavior<Command> onOutcomeDue(OutcomeDue due) {
    end(due.lease(), LOST);
    return this;
  }

  private Behavior<Command> onLeaving(Wire.Leaving leaving) {
    lenders.get(leaving.lender()).ifPresent(lender -> retire(lender, "leaves"));
    return this;
  }

  private Behavior<Command> onGone(Gone gone) {
    lenders.get(gone.lender()).ifPresent(this::lost);
    return this;
  }

  /** What a lost node did not begin is made here; the rest may have been charged. */
  private void lost(Lender lender) {
    retire(lender, "is gone");
    lenders.remove(lender);
    for (AttemptLease lease : leases.of(lender)) {
      leases.end(lease);
      if (lease.state == AttemptLease.State.OFFERED) {
        notBegun(lease);
      } else if (lease.state == AttemptLease.State.GIVEN) {
        lease.attempt.outcome().complete(new Outcome.Stranded("node lost"));
      }
    }
  }

  private void retire(Lender lender, String how) {
    for (String model : lender.retire()) {
      events.accept(new ModelEvent.HandsGone(model, lender.node, how, tellHands(model)));
    }
  }

  /** Tells a model's actor how many hands it has elsewhere. */
  private int tellHands(String model) {
    Map<String, Integer> hands = lenders.hands(model);
    served.get(model).actor().tell(new ModelActor.Lend(hands));
    return hands.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void end(AttemptLease lease, Outcome outcome) {
    leases.end(lease);
    lease.attempt.outcome().complete(outcome);
  }
}
