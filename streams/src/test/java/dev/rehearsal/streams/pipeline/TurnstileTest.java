package dev.rehearsal.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Keep;
import akka.stream.testkit.TestPublisher;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.stream.testkit.javadsl.TestSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TurnstileTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final RunControl control = new RunControl();
  private final TestPublisher.Probe<Integer> source;
  private final TestSubscriber.Probe<Integer> sink;

  TurnstileTest() {
    var probes =
        TestSource.<Integer>create(kit.system().classicSystem())
            .via(control.turnstile().flow())
            .via(control.admission().<Integer>flow())
            .toMat(TestSink.create(kit.system().classicSystem()), Keep.both())
            .run(kit.system());
    source = probes.first();
    sink = probes.second();
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void letsNothingThroughWhilePausedAndLosesNothing() {
    sink.request(10);
    source.sendNext(1);
    sink.expectNext(1);
    assertThat(control.pause()).isTrue();
    assertThat(control.pause()).isFalse();
    source.sendNext(2);
    source.sendNext(3);
    sink.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(200_000_000));
    assertThat(control.goOn()).isTrue();
    assertThat(control.goOn()).isFalse();
    sink.expectNext(2, 3);
  }

  @Test
  void asksTheSourceForNoMoreWhilePaused() {
    control.pause();
    sink.request(100);
    long asked = source.expectRequest();
    source.sendNext(1);
    assertThat(asked).isLessThanOrEqualTo(16);
    source.expectNoMessage(scala.concurrent.duration.Duration.fromNanos(200_000_000));
  }

  @Test
  void aStopEndsWhatIsPaused() {
    sink.request(10);
    control.pause();
    source.sendNext(1);
    control.stop(RunControl.Stop.INTERRUPTED);
    sink.expectComplete();
    source.expectCancellation();
    assertThat(control.stopped()).contains(RunControl.Stop.INTERRUPTED);
  }
}
