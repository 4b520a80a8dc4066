package dev.rehearsal.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.remote.RARP;
import akka.remote.testkit.Blackhole;
import akka.remote.testkit.Direction;
import akka.remote.testkit.SetThrottle;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run and two nodes on a network in which pairs of them can be cut off from each other. */
@Tag("slow")
final class ClusterWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Config QUICK =
      ConfigFactory.parseString(
          """
          akka.cluster.failure-detector {
            heartbeat-interval = 100 ms, acceptable-heartbeat-pause = 1 s
          }
          akka.cluster { gossip-interval = 100 ms, leader-actions-interval = 100 ms }
          akka.remote.artery.advanced.test-mode = on
          akka { stdout-loglevel = off, loglevel = off }
          """);

  private final CompletableFuture<Void> lostByA = new CompletableFuture<>();
  private final CompletableFuture<Void> lostByB = new CompletableFuture<>();
  private final ActorSystem<?> run =
      system(
          ClusterSystem.ofRun(
              new dev.rehearsal.config.Cluster("127.0.0.1", OptionalInt.of(0), Optional.empty())),
          ClusterWatch.ofRun());
  private final ActorSystem<?> a = node(lostByA);
  private final ActorSystem<?> b = node(lostByB);

  ClusterWatchTest() {
    List.of(run, a, b).forEach(system -> Cluster.get(system).join(address(run)));
    await().atMost(PATIENCE).until(() -> up(run) && up(a) && up(b));
  }

  @AfterEach
  void end() {
    List.of(a, b, run).forEach(ActorSystem::terminate);
    List.of(a, b, run)
        .forEach(
            system ->
                assertThat(system.getWhenTerminated().toCompletableFuture())
                    .succeedsWithin(PATIENCE));
  }

  @Test
  void nodesThatDoNotReachEachOtherStayAsLongAsTheRunReachesThem() {
    cut(a, b);
    await().atMost(PATIENCE).until(() -> !hears(a, b) && !hears(b, a));
    await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> up(run) && up(a) && up(b));
    assertThat(Cluster.get(run).state().getUnreachable()).isEmpty();

    cut(run, b);
    assertThat(lostByB).as("it noticed by itself").succeedsWithin(PATIENCE);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Cluster.get(run).state().getMembers())
                    .extracting(Member::address)
                    .containsExactlyInAnyOrder(address(run), address(a)));
    assertThat(lostByA).isNotDone();
  }

  private ActorSystem<?> node(CompletableFuture<Void> lost) {
    return system(
        ClusterSystem.ofNode("127.0.0.1", 0, Optional.empty()),
        ClusterWatch.ofNode(() -> lost.complete(null)));
  }

  private static ActorSystem<?> system(
      Config config, akka.actor.typed.Behavior<ClusterWatch.Command> watch) {
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), ClusterSystem.NAME, QUICK.withFallback(config));
    system.systemActorOf(watch, "cluster-watch", Props.empty());
    return system;
  }

  private static Address address(ActorSystem<?> system) {
    return Cluster.get(system).selfAddress();
  }

  /** Whether it knows all three as members that take part. */
  private static boolean up(ActorSystem<?> system) {
    return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
            .filter(member -> member.status().equals(MemberStatus.up()))
            .count()
        == 3;
  }

  private static boolean hears(ActorSystem<?> one, ActorSystem<?> other) {
    return Cluster.get(one).failureDetector().isAvailable(address(other));
  }

  private static void cut(ActorSystem<?> one, ActorSystem<?> other) {
    hole(one, other);
    hole(other, one);
  }

  private static void hole(ActorSystem<?> from, ActorSystem<?> to) {
    RARP rarp = (RARP) RARP.get(from);
    rarp.provider()
        .transport()
        .managementCommand(
            SetThrottle.apply(address(to), Direction.Both$.MODULE$, Blackhole.getInstance()));
  }
}
