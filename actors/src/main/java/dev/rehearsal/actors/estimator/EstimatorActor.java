package dev.rehearsal.actors.estimator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.rehearsal.standing.CategoryEstimator;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Resolved;
import java.util.List;

/**
 * Counts one category: every lane and slice of it, and its lanes in pairs. Memory is constant
 * however long the stream.
 */
public final class EstimatorActor extends AbstractBehavior<EstimatorActor.Command> {

  /** What it understands. */
  public sealed interface Command {}

  /** Counts prefixes, in admission order, and answers with where the category stands then. */
  public record Observe(List<Resolved> prefixes, ActorRef<CategoryStanding> replyTo)
      implements Command {}

  /** Looks once more, at the end of the stream. */
  public record LookAtTheEnd(ActorRef<CategoryStanding> replyTo) implements Command {}

  /** Answers with where the category stands; changes nothing. */
  public record GetStanding(ActorRef<CategoryStanding> replyTo) implements Command {}

  private final CategoryEstimator estimator;

  /** An actor that has counted nothing yet. */
  public static Behavior<Command> create(CategoryQuestion question) {
    return Behaviors.setup(context -> new EstimatorActor(context, question));
  }

  private EstimatorActor(ActorContext<Command> context, CategoryQuestion question) {
    super(context);
    this.estimator = new CategoryEstimator(question);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Observe.class, this::onObserve)
        .onMessage(LookAtTheEnd.class, this::onLookAtTheEnd)
        .onMessage(GetStanding.class, this::onGetStanding)
        .build();
  }

  private Behavior<Command> onObserve(Observe observe) {
    observe.prefixes().forEach(estimator::observe);
    observe.replyTo().tell(estimator.standing());
    return this;
  }

  private Behavior<Command> onLookAtTheEnd(LookAtTheEnd look) {
    estimator.look();
    look.replyTo().tell(estimator.standing());
    return this;
  }

  private Behavior<Command> onGetStanding(GetStanding get) {
    get.replyTo().tell(estimator.standing());
    return this;
  }
}
