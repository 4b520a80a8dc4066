package dev.rehearsal.actors.cluster;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.Cluster;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.stream.StreamSupport;

/**
 * Decides who is out of a cluster. The run's own machine is the only one whose loss matters, so it
 * alone decides: who does not answer it is out. Nodes need not reach each other, and say of nobody
 * that he is not reached ({@link ClusterSystem#ofNode}); a node that loses sight of the run gives
 * up, and joins anew.
 */
public final class ClusterWatch extends AbstractBehavior<ClusterWatch.Command> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** What it understands. */
  public sealed interface Command {}

  private record Changed(ClusterEvent.ClusterDomainEvent event) implements Command {}

  private enum Look implements Command {
    INSTANCE
  }

  private final Cluster cluster;
  private final boolean ofRun;
  private final Runnable runLost;

  /** On the run's machine. */
  public static Behavior<Command> ofRun() {
    return Behaviors.setup(context -> new ClusterWatch(context, true, () -> {}));
  }

  /**
   * On a node.
   *
   * @param runLost is told when the run's machine left or does not answer; may be told again
   */
  public static Behavior<Command> ofNode(Runnable runLost) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK_EVERY);
                  return new ClusterWatch(context, false, runLost);
                }));
  }

  private ClusterWatch(ActorContext<Command> context, boolean ofRun, Runnable runLost) {
    super(context);
    this.cluster = Cluster.get(context.getSystem());
    this.ofRun = ofRun;
    this.runLost = runLost;
    akka.cluster.typed.Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, Changed::new),
                ClusterEvent.ClusterDomainEvent.class));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, this::onChanged)
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .build();
  }

  private Behavior<Command> onChanged(Changed changed) {
    if (ofRun && changed.event() instanceof ClusterEvent.UnreachableMember gone) {
      cluster.down(gone.member().address());
    } else if (changed.event() instanceof ClusterEvent.MemberRemoved gone) {
      tellIfRun(gone.member());
    }
    return this;
  }

  /** Asks what this machine itself hears of the run. */
  private Behavior<Command> onLook() {
    StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> !hears(member.address()))
        .forEach(this::tellIfRun);
    return this;
  }

  private boolean hears(Address address) {
    return cluster.failureDetector().isAvailable(address);
  }

  private void tellIfRun(Member member) {
    if (member.hasRole(ClusterSystem.RUN)) {
      runLost.run();
    }
  }
}
