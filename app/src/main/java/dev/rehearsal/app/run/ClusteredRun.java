package dev.rehearsal.app.run;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.cluster.ClusterSystem;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.app.view.RunView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The actor system of a run, which is a cluster's first member where the plan asks for one. */
final class ClusteredRun {
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private ClusteredRun() {}

  /**
   * Starts it.
   *
   * @throws RehearsalException when the cluster's address cannot be had
   */
  static <T> ActorSystem<T> system(
      dev.rehearsal.config.Cluster settings, Behavior<T> guardian, RunView view) {
    if (settings.port().isEmpty()) {
      return ActorSystem.create(guardian, ClusterSystem.NAME);
    }
    Config config = ClusterSystem.ofRun(settings);
    ActorSystem<T> system;
    try {
      system = ActorSystem.create(guardian, ClusterSystem.NAME, config);
    } catch (RuntimeException e) {
      throw ClusterTrouble.of(settings.host(), settings.port().getAsInt(), settings.tls(), e);
    }
    Address self = Cluster.get(system).selfMember().address();
    Cluster.get(system).manager().tell(Join.apply(self));
    view.notice(
        "nodes can join at %s:%s%s"
            .formatted(
                self.getHost().orElse(settings.host()),
                self.getPort().map(Object::toString).orElse("?"),
                settings.tls().isPresent() ? " by TLS" : ", in the clear"));
    return system;
  }

  /**
   * Ends the actors. It waits for them but not for ever: work that cannot be interrupted ends with
   * the process, which is about to.
   */
  static void end(ActorSystem<RunActor.Command> system) {
    system.tell(RunActor.LetNodesGo.INSTANCE);
    system.terminate();
    CompletableFuture.anyOf(
            system.getWhenTerminated().toCompletableFuture(),
            new CompletableFuture<>()
                .completeOnTimeout(false, LONGEST_END.toSeconds(), TimeUnit.SECONDS))
        .join();
  }
}
