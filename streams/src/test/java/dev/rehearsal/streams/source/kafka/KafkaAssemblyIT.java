package dev.rehearsal.streams.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.testkit.javadsl.TestKit;
import dev.rehearsal.streams.kafka.Positions;
import dev.rehearsal.streams.kafka.Topics;
import dev.rehearsal.streams.source.Funnel;
import dev.rehearsal.streams.source.Logs;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.ReadMark;
import dev.rehearsal.streams.source.ResumedRun;
import dev.rehearsal.streams.source.Sampled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that come as one event a turn, over a real broker. */
@Tag("slow")
@Timeout(120)
class KafkaAssemblyIT {
  private static final int PARTITIONS = 3;

  /** Conversations are under way so many at a time, and an event comes every second. */
  private static final int AT_ONCE = 5;

  private static ActorSystem system;

  private final Topics topics = Topics.shared();
  private final List<String> happened = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  @BeforeAll
  static void begin() {
    system = ActorSystem.create("assembly");
  }

  @AfterAll
  static void end() {
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void putsTurnsTogetherInTheirOrder() {
    String topic = written(30);
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("run"), List.of(), topic, Map.of(), happened);
        PreparedSource source = open(topic, "gap = 1m", ", until = now", run.preparation())) {
      List<Sampled> all = Logs.sampled(source, system);

      assertThat(all)
          .extracting(each -> each.prefix().conversationId())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 30).mapToObj(i -> "c" + i).toList());
      assertThat(all)
          .allSatisfy(
              each -> {
                String id = each.prefix().conversationId();
                assertThat(each.prefix().messages().toString())
                    .contains("first question of " + id, "first answer to " + id)
                    .contains("second question of " + id);
                assertThat(each.prefix().recordedReply().orElseThrow().messages().toString())
                    .contains("second answer to " + id);
                assertThat(each.user()).contains("u-" + id);
              });
      assertThat(source.funnel()).isEqualTo(new Funnel(30, 0, 0, 0, 30));
    }
  }

  @Test
  void goesOnWithWhatWasOpenAndCountsEveryConversationOnce() {
    String topic = written(400);
    List<Sampled> admitted;
    Map<String, Long> facts;
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("first"), List.of(), topic, Map.of(), happened);
        PreparedSource source =
            open(topic, "gap = 1m", ", until = now", Logs.atMost(run.preparation(), 250))) {
      admitted = Logs.sampled(source, system);
      ReadMark mark = source.readUpTo(150).orElseThrow();
      facts = mark.facts();
      mark.acknowledge();
    }
    assertThat(facts.keySet()).anyMatch(fact -> fact.startsWith("from: "));
    long counted = facts.getOrDefault("sampled", 0L);
    assertThat(counted).isBetween(50L, 150L);

    try (ResumedRun run =
            ResumedRun.of(folder.resolve("second"), admitted, topic, facts, happened);
        PreparedSource source = open(topic, "gap = 1m", ", until = now", run.preparation())) {
      List<Sampled> rest =
          source.prefixes(250).runWith(Sink.seq(), system).toCompletableFuture().join();

      List<String> ids = new ArrayList<>();
      admitted.forEach(each -> ids.add(each.prefix().conversationId()));
      rest.forEach(each -> ids.add(each.prefix().conversationId()));
      assertThat(ids)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 400).mapToObj(i -> "c" + i).toList());
      assertThat(source.funnel()).isEqualTo(new Funnel(400, 0, 0, 0, 400));
    }
  }

  @Test
  void knowsWhatWasOpenAlsoWhenItIsKilledBeforeItHasReadItAgain() {
    String topic = written(200);
    Map<String, Long> facts;
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("first"), List.of(), topic, Map.of(), happened);
        PreparedSource source =
            open(topic, "gap = 1m", ", until = now", Logs.atMost(run.preparation(), 100))) {
      assertThat(Logs.sampled(source, system)).hasSize(100);
      facts = source.readUpTo(99).orElseThrow().facts();
    }
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("second"), List.of(), topic, facts, happened);
        PreparedSource source = open(topic, "gap = 1m", ", until = now", run.preparation())) {
      assertThat(
              source.prefixes(0).take(1).runWith(Sink.seq(), system).toCompletableFuture().join())
          .hasSize(1);

      Map<String, Long> first = source.readUpTo(0).orElseThrow().facts();
      assertThat(first).as("what it began with").containsAllEntriesOf(opened(facts));
    }
  }

  private static Map<String, Long> opened(Map<String, Long> facts) {
    Map<String, Long> open = new HashMap<>(facts);
    open.keySet()
        .removeIf(fact -> !fact.startsWith("from: ") && !fact.startsWith("closed early: "));
    assertThat(open).isNotEmpty();
    return open;
  }

  @Test
  void leavesWordWithTheGroupOfNothingThatIsOpen() {
    String topic = topics.create(1);
    topics.write(topic, 0, turns("done"), Duration.ofSeconds(1));
    topics.writeAt(topic, 0, List.of(turn("open", "user", "later")), Duration.ofHours(1));
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("run"), List.of(), topic, Map.of(), happened);
        PreparedSource source = open(topic, "gap = 10m", "", Logs.atMost(run.preparation(), 1))) {
      assertThat(Logs.sampled(source, system)).hasSize(1);
      source.readUpTo(1).orElseThrow().acknowledge();
    }

    TopicPartition partition = new TopicPartition(topic, 0);
    assertThat(new Positions(topics.connection(), "g-" + topic).committed(Set.of(partition)))
        .as("behind the four turns of the one that is done")
        .containsEntry(partition, 4L);
  }

  @Test
  void finishesByTheClockWhenNothingComesAnyMore() {
    String topic = written(4);
    // All turns lie within 12 s of their own times: those do not end them.
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("now"), List.of(), topic, Map.of(), happened);
        PreparedSource source = open(topic, "gap = 12s", "", Logs.atMost(run.preparation(), 4))) {
      assertThat(Logs.sampled(source, system)).hasSize(4);
    }
  }

  @Test
  void finishesByTheClockBehindTheMarkOfATransaction() {
    String topic = topics.create(1);
    topics.writeInATransaction(topic, 0, turns("a", "b"));
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("run"), List.of(), topic, Map.of(), happened);
        PreparedSource source = open(topic, "gap = 12s", "", Logs.atMost(run.preparation(), 2))) {
      assertThat(Logs.ids(source, system)).containsExactly("a", "b");
    }
  }

  @Test
  void setsAsideWhatIsLeftWhereTheStartOfAnOpenConversationIsGone() {
    String topic = topics.create(1);
    topics.write(topic, 0, turns("a", "b").subList(0, 6), Duration.ofSeconds(1));
    Map<String, Long> facts;
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("first"), List.of(), topic, Map.of(), happened);
        PreparedSource source = open(topic, "gap = 1m", "", run.preparation())) {
      List<Sampled> none = new CopyOnWriteArrayList<>();
      UniqueKillSwitch reading = reading(source, none);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> next(source.readUpTo(0).orElseThrow().facts(), topic) == 6);
      facts = source.readUpTo(0).orElseThrow().facts();
      assertThat(none).isEmpty();
      reading.shutdown();
    }

    topics.deleteBefore(topic, 0, 1);
    topics.write(topic, 0, turns("a", "b").subList(6, 8), Duration.ofSeconds(1));
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("second"), List.of(), topic, facts, happened);
        PreparedSource source =
            open(topic, "gap = 1m", ", until = now", Logs.lenient(run.preparation()))) {

      assertThat(Logs.ids(source, system)).isEmpty();
      assertThat(source.quarantined())
          .containsOnly(entry("messages of it were deleted before it was finished", 2L));
      assertThat(source.lost()).hasValue(1);
    }
    assertThat(happened)
        .anyMatch(line -> line.contains("1 messages of conversations that were open are gone"));
  }

  @Test
  void finishesNothingOfAPartitionThatWentToAnother() {
    String topic = topics.create(2);
    topics.write(topic, 0, turns("a").subList(0, 2));
    topics.write(topic, 1, turns("b").subList(0, 2));
    List<Sampled> got = new CopyOnWriteArrayList<>();
    try (ResumedRun one =
            ResumedRun.of(folder.resolve("one"), List.of(), topic, Map.of(), happened);
        PreparedSource first = open(topic, "gap = 15s", "", one.preparation())) {
      UniqueKillSwitch reading = reading(first, got);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                Map<String, Long> facts = first.readUpTo(0).orElseThrow().facts();
                return facts.getOrDefault("next: " + topic + "-1", 0L) == 2
                    && next(facts, topic) == 2;
              });
      try (ResumedRun two =
              ResumedRun.of(folder.resolve("two"), List.of(), topic, Map.of(), happened);
          PreparedSource second = open(topic, "gap = 15s", "", two.preparation())) {
        UniqueKillSwitch readingToo = reading(second, got);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> happened.stream().anyMatch(line -> line.startsWith("revoked")));
        topics.write(topic, 0, turns("a").subList(2, 4));
        topics.write(topic, 1, turns("b").subList(2, 4));
        await().atMost(Duration.ofSeconds(60)).until(() -> got.size() >= 2);
        assertThat(first.funnel().read() + second.funnel().read()).isEqualTo(2);
        readingToo.shutdown();
      }
      reading.shutdown();
    }
    assertThat(got)
        .extracting(each -> each.prefix().conversationId())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(got)
        .allSatisfy(
            each ->
                assertThat(each.prefix().messages().toString())
                    .contains("first answer", "second question"));
  }

  private static UniqueKillSwitch reading(PreparedSource source, List<Sampled> got) {
    return source
        .prefixes(0)
        .viaMat(KillSwitches.single(), Keep.right())
        .to(Sink.foreach(got::add))
        .run(system);
  }

  private static long next(Map<String, Long> facts, String topic) {
    return facts.getOrDefault("next: " + topic + "-0", 0L);
  }

  @Test
  void setsAsideWhatHasNoKeyOrNoReplyOrIsCutShort() {
    String topic = topics.create(1);
    List<String> events = new ArrayList<>();
    events.add("{\"role\":\"user\",\"content\":\"of nobody\"}");
    events.add(turn("asks", "user", "only a question"));
    for (int i = 0; i < 3; i++) {
      events.add(turn("open" + i, "user", "q"));
    }
    topics.write(topic, 0, events, Duration.ofSeconds(1));
    try (ResumedRun run =
            ResumedRun.of(folder.resolve("run"), List.of(), topic, Map.of(), happened);
        PreparedSource source =
            open(
                topic,
                "gap = 1m, most-open = 3",
                ", until = now",
                Logs.lenient(run.preparation()))) {
      assertThat(Logs.sampled(source, system)).isEmpty();
      assertThat(source.quarantined())
          .containsOnly(
              entry("no id to put it together by", 1L),
              entry("unfinished: too many were open", 1L),
              entry("no reply to remove", 3L));
      assertThat(source.funnel()).isEqualTo(new Funnel(5, 5, 0, 0, 0));
    }
  }

  private String written(int conversations) {
    String topic = topics.create(PARTITIONS);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int remainder = partition;
      String[] ids =
          IntStream.range(0, conversations)
              .filter(i -> i % PARTITIONS == remainder)
              .mapToObj(i -> "c" + i)
              .toArray(String[]::new);
      topics.write(topic, partition, turns(ids), Duration.ofSeconds(1));
    }
    return topic;
  }

  /** Two turns of each, some at a time: their events are mixed. */
  private static List<String> turns(String... ids) {
    List<String> events = new ArrayList<>();
    for (int from = 0; from < ids.length; from += AT_ONCE) {
      for (String turn :
          List.of(
              "first question of", "first answer to", "second question of", "second answer to")) {
        for (int i = from; i < Math.min(ids.length, from + AT_ONCE); i++) {
          String role = turn.contains("question") ? "user" : "assistant";
          events.add(turn(ids[i], role, turn + " " + ids[i]));
        }
      }
    }
    return events;
  }

  private static String turn(String id, String role, String content) {
    return "{\"conversation_id\":\"%s\",\"user\":\"u-%s\",\"role\":\"%s\",\"content\":\"%s\"}"
        .formatted(id, id, role, content);
  }

  private PreparedSource open(String topic, String assemble, String more, Preparation preparation) {
    return Logs.spec(
            folder,
            "type = kafka, servers = [\"%s\"], topics = [%s], group = g-%s, assemble { %s }%s"
                .formatted(topics.address(), topic, topic, assemble, more))
        .open(preparation);
  }
}
