package dev.rehearsal.streams.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.testkit.javadsl.TestKit;
import dev.rehearsal.streams.kafka.Topics;
import dev.rehearsal.streams.source.Logs;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.ResumedRun;
import dev.rehearsal.streams.source.Sampled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run when topics are deleted, made again, or lose what was read of them. */
@Tag("slow")
@Timeout(120)
class KafkaTopicsIT {
  private static ActorSystem system;

  private final Topics topics = Topics.shared();
  private final List<String> happened = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  @BeforeAll
  static void begin() {
    system = ActorSystem.create("topics");
  }

  @AfterAll
  static void end() {
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void readsATopicThatWasMadeAnewFromItsStartHoweverLongItIs() {
    String topic = topics.create(1);
    topics.write(topic, 0, Logs.records(10));
    Map<String, Long> facts = readToTheEnd(topic, Map.of());
    topics.makeAnew(topic, 1);
    topics.write(topic, 0, Logs.records(30));

    assertThat(readToTheEnd(topic, facts)).containsEntry("read", 40L);
    assertThat(happened)
        .containsExactly(
            "topic-begun-anew " + topic + " was deleted and made again; it is read from its start");
  }

  @Test
  void goesOnWhereATopicEndsThatLostWhatWasRead() {
    String topic = topics.create(1);
    topics.write(topic, 0, Logs.records(30));
    Map<String, Long> facts = new HashMap<>(readToTheEnd(topic, Map.of()));
    facts.put("next: " + topic + "-0", 50L);

    assertThat(readToTheEnd(topic, facts)).containsEntry("read", 30L);
    assertThat(happened).singleElement().asString().startsWith("offsets-gone " + topic + "-0");
  }

  @Test
  void noticesWhileItReadsThatATopicWasMadeAnew() {
    String topic = topics.create(1);
    topics.write(topic, 0, Logs.records(20));
    List<Sampled> got = new CopyOnWriteArrayList<>();
    try (ResumedRun run = run(topic, Map.of());
        PreparedSource source =
            open(topic, ", properties { metadata.max.age.ms = 1000 }", run.preparation())) {
      UniqueKillSwitch reading =
          source
              .prefixes(0)
              .viaMat(KillSwitches.single(), Keep.right())
              .to(Sink.foreach(got::add))
              .run(system);
      await().until(() -> got.size() == 20);

      topics.makeAnew(topic, 1);
      // The group's offset is of the topic before, and the new one is longer than that.
      source.readUpTo(20).orElseThrow().acknowledge();
      topics.write(topic, 0, Logs.records(45).subList(20, 45));

      await().atMost(Duration.ofSeconds(60)).until(() -> got.size() == 45);
      reading.shutdown();
    }
    assertThat(happened)
        .anyMatch(line -> line.startsWith("topic-begun-anew " + topic))
        .noneMatch(line -> line.startsWith("kafka-away") || line.startsWith("read-by-others"));
  }

  @Test
  void saysAtTheStartThatTheTopicOfTheDeadLettersIsNotThere() {
    String topic = topics.create(1);
    try (ResumedRun run = run(topic, Map.of());
        PreparedSource unused = open(topic, ", dead-letters = nowhere", run.preparation())) {
      assertThat(happened)
          .containsExactly(
              "dead-letters-wait no topic at "
                  + topics.address()
                  + " is named nowhere; what is written to it waits until it is there");
    }
  }

  private Map<String, Long> readToTheEnd(String topic, Map<String, Long> facts) {
    try (ResumedRun run = run(topic, facts);
        PreparedSource source = open(topic, ", until = now", run.preparation())) {
      long count = Logs.all(source, system).size();
      return source.readUpTo(count).orElseThrow().facts();
    }
  }

  private ResumedRun run(String topic, Map<String, Long> facts) {
    return ResumedRun.of(
        folder.resolve(Integer.toString(happened.size() + facts.size())),
        List.of(),
        topic,
        facts,
        happened);
  }

  private PreparedSource open(String topic, String more, Preparation preparation) {
    return Logs.spec(
            folder,
            "type = kafka, servers = [\"%s\"], topics = [%s], group = g-%s%s"
                .formatted(topics.address(), topic, topic, more))
        .open(preparation);
  }
}
