package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.streams.kafka.Outbox;
import dev.rehearsal.streams.kafka.StallWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox does while a real broker does not let it in: two topics, so that one is new. */
@Tag("slow")
@Timeout(240)
class OutboxLoginIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Several logins fail in that time. */
  private static final Duration SOME_LOGINS = Duration.ofSeconds(8);

  private final List<String> trouble = new CopyOnWriteArrayList<>();
  @TempDir Path folder;
  private SecureBroker kafka;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    kafka = SecureBroker.start(folder);
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  @Test
  void keepsWhatItTellsTwoTopicsUntilItIsLetInAtLast() throws IOException {
    kafka.shutOut();
    Outbox leaving = new Outbox(kafka.connection(), trouble::add);
    Outbox outbox = new Outbox(kafka.connection(), trouble::add);
    put(leaving, "told", 100);
    for (int i = 0; i < 100; i++) {
      put(outbox, i % 2 == 0 ? "told" : "new", i);
    }
    while (leaving.hasRoom()) {
      put(leaving, "told", 0);
    }
    staysStuck(outbox);
    assertThat(leaving.hasRoom()).as("what is tried again waits too").isFalse();
    leaving.close();

    kafka.letIn();

    allArrives(outbox);
    assertThat(leaving.settled().toCompletableFuture()).isNotDone();
    assertThat(arrived("told"))
        .containsAll(IntStream.range(0, 50).map(i -> 2 * i).boxed().toList());
    assertThat(arrived("new"))
        .containsAll(IntStream.range(0, 50).map(i -> 2 * i + 1).boxed().toList());
  }

  @Test
  void keepsWhatItToldAKnownTopicWhenTheFirstOfANewOneIsNotLetIn() throws IOException {
    Outbox outbox = new Outbox(kafka.connection(), trouble::add);
    put(outbox, "told", 0);
    outbox.settled().toCompletableFuture().join();
    kafka.shutOut();
    IntStream.range(1, 50).forEach(i -> put(outbox, "told", i));
    IntStream.range(50, 60).forEach(i -> put(outbox, "new", i));
    staysStuck(outbox);

    kafka.letIn();

    allArrives(outbox);
    assertThat(arrived("told")).containsAll(IntStream.range(0, 50).boxed().toList());
    assertThat(arrived("new")).containsAll(IntStream.range(50, 60).boxed().toList());
  }

  @Test
  void goesOnWhenItsTruststoreIsBackAndSaysThatItIsMissing() throws IOException {
    kafka.shutOut();
    Outbox outbox = new Outbox(kafka.connection(), trouble::add);
    StallWatch watch = new StallWatch(kafka.connection(), Set.of("told"));
    Path trust = folder.resolve("trust.p12");
    Path away = Files.move(trust, folder.resolve("away.p12"));
    IntStream.range(0, 50).forEach(i -> put(outbox, "told", i));
    staysStuck(outbox);
    assertThat(watch.look(Duration.ofSeconds(61)).orElseThrow())
        .startsWith("told took no message for 61 s (")
        .contains(trust.toString());

    kafka.letIn();
    Files.move(away, trust);

    allArrives(outbox);
    assertThat(arrived("told")).containsAll(IntStream.range(0, 50).boxed().toList());
  }

  private static void put(Outbox outbox, String topic, int number) {
    outbox.put(
        new ProducerRecord<>(
            topic,
            new byte[] {(byte) number},
            Integer.toString(number).getBytes(StandardCharsets.UTF_8)));
  }

  private void staysStuck(Outbox outbox) {
    await().atMost(PATIENCE).until(() -> outbox.stuck().compareTo(SOME_LOGINS) > 0);
    assertThat(outbox.settled().toCompletableFuture()).isNotDone();
    assertThat(trouble).isEmpty();
  }

  private void allArrives(Outbox outbox) {
    await().atMost(PATIENCE).until(() -> outbox.settled().toCompletableFuture().isDone());
    assertThat(outbox.stuck()).isZero();
    outbox.close();
    assertThat(trouble).isEmpty();
    await().atMost(PATIENCE).until(() -> producers().isEmpty());
  }

  /** Those that were not closed. */
  private static List<String> producers() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("kafka-producer-network-thread"))
        .toList();
  }

  private List<Integer> arrived(String topic) throws IOException {
    return kafka.topics().messages(topic).stream().map(JsonNode::asInt).toList();
  }
}
