package dev.rehearsal.app.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.JoinSeedNodes;
import com.typesafe.config.Config;
import dev.rehearsal.actors.cluster.ClusterSystem;
import dev.rehearsal.actors.cluster.ClusterWatch;
import dev.rehearsal.actors.cluster.LenderActor;
import dev.rehearsal.app.run.ClusterTrouble;
import dev.rehearsal.config.Cluster.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A node's time: joins a run, lends its hands until that is over, and waits for the next. Who left
 * a cluster cannot come back to it under the same name, so each stay has an actor system of its
 * own.
 */
final class Lending {
  private static final Duration SAY_EVERY = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final NodeCommand.Address run;
  private final String host;
  private final int port;
  private final Optional<Tls> tls;
  private final Map<String, LenderActor.Lent> models;
  private final Voice voice;

  Lending(
      NodeCommand.Address run,
      String host,
      int port,
      Optional<Tls> tls,
      Map<String, LenderActor.Lent> models,
      Voice voice) {
    this.run = run;
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.models = models;
    this.voice = voice;
  }

  /** Lends to one run after another until {@code stop}; finishes the calls under way then. */
  void until(CompletionStage<String> stop) {
    CompletableFuture<String> told = stop.toCompletableFuture();
    while (!told.isDone()) {
      stay(told);
    }
    voice.ends(told.join());
  }

  private void stay(CompletableFuture<String> told) {
    Meeting meeting = new Meeting(voice);
    ActorSystem<LenderActor.Command> system = start(meeting);
    CompletableFuture<?> ended = system.getWhenTerminated().toCompletableFuture();
    try {
      system.systemActorOf(ClusterWatch.ofNode(meeting::runGone), "cluster-watch", Props.empty());
      Cluster.get(system)
          .manager()
          .tell(
              new JoinSeedNodes(
                  List.of(new Address("akka", ClusterSystem.NAME, run.host(), run.port()))));
      CompletableFuture<Object> over = CompletableFuture.anyOf(told, meeting.over(), ended);
      Progress progress = new Progress(voice, System.nanoTime());
      while (!came(over, SAY_EVERY)) {
        ask(system, ended).ifPresent(did -> progress.at(did, System.nanoTime()));
      }
      if (told.isDone()) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        system.tell(new LenderActor.Leave(done));
        CompletableFuture.anyOf(done, meeting.over(), ended).join();
      } else {
        voice.over(run);
      }
    } finally {
      system.terminate();
      came(ended, LONGEST_END);
    }
  }

  private ActorSystem<LenderActor.Command> start(Meeting meeting) {
    Config config = ClusterSystem.ofNode(host, port, tls);
    try {
      return ActorSystem.create(
          LenderActor.create(Machine.name(), models, System::nanoTime, meeting),
          ClusterSystem.NAME,
          config);
    } catch (RuntimeException e) {
      throw ClusterTrouble.of(host, port, tls, e);
    }
  }

  /**
   * What the node did.
   *
   * @param ended completes when its actors are gone, which may be before they answer
   * @return empty when they do not answer
   */
  static Optional<LenderActor.Progress> ask(
      ActorRef<LenderActor.Command> node, CompletableFuture<?> ended) {
    CompletableFuture<LenderActor.Progress> progress = new CompletableFuture<>();
    node.tell(new LenderActor.GetProgress(progress));
    came(CompletableFuture.anyOf(progress, ended), ANSWER);
    return progress.isDone() ? Optional.of(progress.join()) : Optional.empty();
  }

  /** True when it came within {@code patience}. */
  private static boolean came(CompletableFuture<?> what, Duration patience) {
    CompletableFuture.anyOf(
            what,
            new CompletableFuture<>()
                .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS))
        .join();
    return what.isDone();
  }

  /**
   * One run that took this node's offer.
   *
   * @param over completes when that run is over, or lost
   */
  private record Meeting(CompletableFuture<Void> over, Voice voice)
      implements LenderActor.Listener {
    Meeting(Voice voice) {
      this(new CompletableFuture<>(), voice);
    }

    @Override
    public void welcomed(String run, Map<String, String> refused) {
      voice.joined(run, refused);
    }

    @Override
    public void runGone() {
      over.complete(null);
    }
  }
}
