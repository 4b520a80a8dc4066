package dev.rehearsal.actors.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Subscribe;

/**
 * Decides who is out of a cluster. The run's own machine is the only one whose loss matters, so it
 * alone decides: who does not answer it is out. A node that loses sight of the run gives up, and
 * joins anew.
 */
public final class ClusterWatch extends AbstractBehavior<ClusterEvent.ClusterDomainEvent> {
  private final boolean ofRun;
  private final Runnable runLost;

  /** On the run's machine. */
  public static Behavior<ClusterEvent.ClusterDomainEvent> ofRun() {
    return Behaviors.setup(context -> new ClusterWatch(context, true, () -> {}));
  }

  /**
   * On a node.
   *
   * @param runLost is told when the run's machine left or does not answer; may be told twice
   */
  public static Behavior<ClusterEvent.ClusterDomainEvent> ofNode(Runnable runLost) {
    return Behaviors.setup(context -> new ClusterWatch(context, false, runLost));
  }

  private ClusterWatch(
      ActorContext<ClusterEvent.ClusterDomainEvent> context, boolean ofRun, Runnable runLost) {
    super(context);
    this.ofRun = ofRun;
    this.runLost = runLost;
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(Subscribe.create(context.getSelf(), ClusterEvent.ClusterDomainEvent.class));
  }

  @Override
  public Receive<ClusterEvent.ClusterDomainEvent> createReceive() {
    return newReceiveBuilder()
        .onMessage(ClusterEvent.UnreachableMember.class, gone -> unreachable(gone.member()))
        .onMessage(ClusterEvent.MemberRemoved.class, gone -> removed(gone.member()))
        .onAnyMessage(other -> this)
        .build();
  }

  private Behavior<ClusterEvent.ClusterDomainEvent> unreachable(Member member) {
    if (ofRun) {
      Cluster.get(getContext().getSystem()).manager().tell(Down.apply(member.address()));
      return this;
    }
    return removed(member);
  }

  private Behavior<ClusterEvent.ClusterDomainEvent> removed(Member member) {
    if (!ofRun && member.hasRole(ClusterSystem.RUN)) {
      runLost.run();
    }
    return this;
  }
}
