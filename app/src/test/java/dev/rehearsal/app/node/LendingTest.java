package dev.rehearsal.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import dev.rehearsal.actors.cluster.LenderActor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LendingTest {
  @Test
  void aNodeThatWasThrownOutMeanwhileHasNothingToSayAndGoesOn() {
    ActorSystem<LenderActor.Command> node = ActorSystem.create(Behaviors.ignore(), "thrown-out");
    CompletableFuture<?> ended = node.getWhenTerminated().toCompletableFuture();
    node.terminate();
    assertThat(ended).succeedsWithin(Duration.ofSeconds(30));
    assertThat(Lending.ask(node, ended)).isEmpty();
  }
}
