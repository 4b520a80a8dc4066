package dev.rehearsal.streams.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class OutboxTest {
  private final List<String> trouble = new CopyOnWriteArrayList<>();

  /** Nobody listens there. */
  private static Connection away() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Connection(List.of("127.0.0.1:" + free.getLocalPort()), Map.of());
    }
  }

  @Test
  void knowsThatItIsFullAndStuckWhileNobodyAnswersAndSettlesNothingWhenClosed() throws IOException {
    Outbox outbox = new Outbox(away(), trouble::add);
    assertThat(outbox.stuck()).isEqualTo(Duration.ZERO);

    while (outbox.hasRoom()) {
      outbox.put(new ProducerRecord<>("verdicts", new byte[0], new byte[0]));
    }
    outbox.add(new ProducerRecord<>("verdicts", new byte[0], new byte[0]));
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(
            () -> outbox.put(new ProducerRecord<>("verdicts", new byte[0], new byte[0])));
    CompletionStage<Void> all = outbox.settled();
    await().until(() -> outbox.stuck().compareTo(Duration.ofMillis(200)) > 0);
    assertThat(waits).as("put waits for room, and nobody else for it").isNotDone();
    outbox.close();

    assertThat(waits).succeedsWithin(Duration.ofSeconds(5));
    assertThat(all.toCompletableFuture()).isNotDone();
    assertThat(trouble).isEmpty();
  }

  @Test
  void saysOnceThatATopicTakesNothingAndOnceThatItDoesAgain() throws IOException {
    StallWatch watch = new StallWatch(away(), Set.of("verdicts", "alarms"));

    assertThat(watch.atTheStart()).as("nobody knows").isEmpty();
    assertThat(watch.look(Duration.ofSeconds(59))).isEmpty();
    assertThat(watch.look(Duration.ofSeconds(61)).orElseThrow())
        .startsWith("alarms, verdicts took no message for 61 s (")
        .endsWith("); what is written there waits");
    assertThat(watch.look(Duration.ofSeconds(66))).isEmpty();
    assertThat(watch.look(Duration.ZERO)).contains("messages for alarms, verdicts are taken again");
  }
}
