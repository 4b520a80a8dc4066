package dev.rehearsal.actors.limiter;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A run's budget, with an account for each model. What was spent and the worst case of what is
 * under way never exceed it together. A reservation that fits once others are settled waits for
 * them; one that never can is refused.
 */
public final class BudgetActor extends AbstractBehavior<BudgetActor.Command> {

  public sealed interface Command {}

  /**
   * Reserves the worst case of one attempt. {@code reserved} is sent when it fits, {@code refused}
   * of the limit's name when it never will.
   */
  public record Reserve<M>(Cost worst, ActorRef<M> replyTo, M reserved, Function<String, M> refused)
      implements Command {
    private void grant() {
      replyTo.tell(reserved);
    }

    private void refuse(String limit) {
      replyTo.tell(refused.apply(limit));
    }
  }

  /** Ends a reservation: {@code actual} is what the attempt of {@code model} really cost. */
  public record Settle(String model, Cost reserved, Cost actual) implements Command {}

  /** A new budget from now on. */
  public record Retune(Budget budget) implements Command {}

  /** Asks what was spent. */
  public record GetStatus(ActorRef<Status> replyTo) implements Command {}

  /**
   * @param budget as it is now
   * @param spent by model, with what was spent before this process
   * @param reserved worst case of what is under way
   * @param waiting reservations that wait for others
   */
  public record Status(Budget budget, Map<String, Cost> spent, Cost reserved, int waiting) {
    public Status {
      spent = Map.copyOf(spent);
    }

    /** What was spent, by all models together. */
    public Cost spentInAll() {
      return spent.values().stream().reduce(Cost.NOTHING, Cost::plus);
    }
  }

  private final Queue<Reserve<?>> waiting = new ArrayDeque<>();
  private final Map<String, Cost> accounts;
  private Budget budget;
  private Cost spent;
  private Cost reserved = Cost.NOTHING;
  private int reservations;

  /**
   * @param before by model, what the run had spent when it was last stopped
   */
  public static Behavior<Command> create(Budget budget, Map<String, Cost> before) {
    return Behaviors.setup(context -> new BudgetActor(context, budget, before));
  }

  private BudgetActor(ActorContext<Command> context, Budget budget, Map<String, Cost> before) {
    super(context);
    this.budget = budget;
    this.accounts = new TreeMap<>(before);
    this.spent = before.values().stream().reduce(Cost.NOTHING, Cost::plus);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Reserve.class, this::onReserve)
        .onMessage(Settle.class, this::onSettle)
        .onMessage(Retune.class, this::onRetune)
        .onMessage(GetStatus.class, this::onGetStatus)
        .build();
  }

  private Behavior<Command> onReserve(Reserve<?> reserve) {
    waiting.add(reserve);
    return serve();
  }

  private Behavior<Command> onSettle(Settle settle) {
    reservations--;
    reserved = reservations == 0 ? Cost.NOTHING : reserved.minus(settle.reserved());
    spent = spent.plus(settle.actual());
    accounts.merge(settle.model(), settle.actual(), Cost::plus);
    return serve();
  }

  private Behavior<Command> onRetune(Retune retune) {
    budget = retune.budget();
    return serve();
  }

  private Behavior<Command> onGetStatus(GetStatus query) {
    query.replyTo().tell(new Status(budget, accounts, reserved, waiting.size()));
    return this;
  }

  private Behavior<Command> serve() {
    while (!waiting.isEmpty()) {
      Reserve<?> first = waiting.element();
      Optional<String> never = budget.exceededBy(spent.plus(first.worst()));
      if (never.isPresent()) {
        waiting.remove();
        first.refuse(never.get());
      } else if (budget.exceededBy(spent.plus(reserved).plus(first.worst())).isEmpty()) {
        waiting.remove();
        reservations++;
        reserved = reserved.plus(first.worst());
        first.grant();
      } else {
        return this;
      }
    }
    return this;
  }
}
