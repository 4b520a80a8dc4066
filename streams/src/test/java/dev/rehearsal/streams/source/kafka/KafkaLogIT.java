package dev.rehearsal.streams.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.groups.Tuple.tuple;

import akka.stream.javadsl.Sink;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.kafka.Positions;
import dev.rehearsal.streams.kafka.Topics;
import dev.rehearsal.streams.source.Funnel;
import dev.rehearsal.streams.source.Logs;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.ReadMark;
import dev.rehearsal.streams.source.ResumedRun;
import dev.rehearsal.streams.source.Sampled;
import dev.rehearsal.streams.source.SourceContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(120)
class KafkaLogIT extends SourceContract {
  private final Topics topics = Topics.shared();
  private final List<String> happened = new ArrayList<>();

  @Override
  protected PreparedSource open(List<String> lines, Preparation preparation) {
    return open(written(lines, 1), preparation, "");
  }

  @Override
  protected long place(List<String> lines, int line) {
    return lines.subList(0, line - 1).stream().filter(text -> !text.isBlank()).count();
  }

  @Override
  protected List<Sampled> after(List<Sampled> admitted) {
    String topic = written(Logs.records(200), 1);
    Path run = folder.resolve("run");
    try (ResumedRun resumed = resumed(run, admitted, topic, Map.of());
        PreparedSource source = open(topic, resumed.preparation(), "")) {
      return source
          .prefixes(admitted.size())
          .runWith(Sink.seq(), system())
          .toCompletableFuture()
          .join();
    }
  }

  @Test
  void goesOnAtThePositionsOfTheJournalAndCountsEveryMessageOnce() {
    List<String> lines = new ArrayList<>(Logs.records(60));
    lines.set(5, "no");
    lines.set(35, "no");
    String topic = written(lines, 3);
    Preparation first = preparation();
    List<Sampled> admitted;
    Map<String, Long> facts;
    try (PreparedSource source = open(topic, Logs.atMost(first, 20), "")) {
      admitted = Logs.sampled(source, system());
      // The last ten are not counted when the process dies: their messages are read again.
      facts = source.readUpTo(20).orElseThrow().facts();
    }
    Map<String, Long> earlier = new HashMap<>(facts);
    earlier.replaceAll((fact, value) -> fact.startsWith("topic id: ") ? value : 0L);

    try (ResumedRun resumed = resumed(folder.resolve("run"), admitted, topic, earlier);
        PreparedSource source = open(topic, resumed.preparation(), "")) {
      List<Sampled> rest =
          source.prefixes(20).runWith(Sink.seq(), system()).toCompletableFuture().join();

      assertThat(rest)
          .extracting(s -> s.prefix().conversationId())
          .doesNotHaveDuplicates()
          .hasSize(38)
          .doesNotContainAnyElementsOf(
              admitted.stream().map(s -> s.prefix().conversationId()).toList());
      assertThat(source.funnel()).isEqualTo(new Funnel(60, 2, 0, 0, 58));
    }
    try (ResumedRun resumed = resumed(folder.resolve("again"), admitted, topic, facts);
        PreparedSource source = open(topic, resumed.preparation(), "")) {
      assertThat(source.prefixes(20).runWith(Sink.seq(), system()).toCompletableFuture().join())
          .hasSize(38);
      assertThat(source.funnel()).isEqualTo(new Funnel(60, 2, 0, 0, 58));
    }
  }

  @Test
  void marksNoFurtherThanWhatIsCounted() {
    try (PreparedSource source = open(Logs.records(300), preparation())) {
      assertThat(Logs.all(source, system())).hasSize(300);

      assertThat(source.readUpTo(10).orElseThrow().funnel().read())
          .as("where it began, before the first prefix is counted")
          .isZero();
      assertThat(source.readUpTo(10)).isEmpty();
      ReadMark early = source.readUpTo(200).orElseThrow();
      assertThat(early.funnel().sampled()).isBetween(100L, 200L);
      assertThat(early.facts().values()).contains(early.funnel().sampled());
      assertThat(source.readUpTo(300).orElseThrow().funnel().read()).isEqualTo(300);
    }
  }

  @Test
  void leavesWordWithTheGroupOfWhatWasCounted() {
    String topic = written(Logs.records(30), 1);
    try (PreparedSource source = open(topic, preparation(), "")) {
      assertThat(Logs.all(source, system())).hasSize(30);
      source.readUpTo(30).orElseThrow().acknowledge();
    }

    TopicPartition partition = new TopicPartition(topic, 0);
    assertThat(new Positions(topics.connection(), group(topic)).committed(Set.of(partition)))
        .containsEntry(partition, 30L);
  }

  @Test
  void sendsWhatCannotBeUsedToTheDeadLettersAsItWas() {
    String dead = topics.create(1);
    String topic = written(List.of(Logs.record("c1"), "no", Logs.record("c1")), 1);
    Preparation lenient = preparation();

    try (PreparedSource source = open(topic, lenient, ", dead-letters = " + dead)) {
      assertThatThrownBy(() -> Logs.all(source, system())).hasStackTraceContaining("2 of 3");
    }

    List<ConsumerRecord<byte[], byte[]>> letters = topics.read(dead, 2);
    assertThat(letters).extracting(l -> text(l.value())).containsExactly("no", Logs.record("c1"));
    assertThat(letters)
        .extracting(l -> header(l, "rehearsal.reason"), l -> header(l, "rehearsal.offset"))
        .containsExactly(tuple("not JSON", "1"), tuple("id seen before", "2"));
    assertThat(header(letters.get(0), "rehearsal.topic")).isEqualTo(topic);
  }

  @Test
  void countsWhatRetentionTookBeforeItWasRead() {
    String topic = written(Logs.records(50), 1);
    topics.deleteBefore(topic, 0, 20);

    try (ResumedRun resumed =
            resumed(folder.resolve("run"), List.of(), topic, Map.of("next: " + topic + "-0", 5L));
        PreparedSource source = open(topic, resumed.preparation(), "")) {
      assertThat(Logs.all(source, system())).hasSize(30);
      assertThat(source.readUpTo(30).orElseThrow().facts()).containsEntry("lost to retention", 15L);
    }
    assertThat(happened)
        .contains(
            "lost-to-retention "
                + topic
                + "-0: 15 messages from offset 5 were deleted before they were read; give the topic"
                + " a longer retention");
  }

  @Test
  void namesConversationsWithoutAnIdByTheirPlace() {
    String topic =
        written(
            List.of(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                    + "{\"role\":\"assistant\",\"content\":\"hello\"}]}"),
            1);
    try (PreparedSource source = open(topic, preparation(), "")) {
      Sampled only = Logs.sampled(source, system()).get(0);
      assertThat(only.prefix().conversationId()).isEqualTo(topic + "-0:0");
      assertThat(only.time()).contains(Instant.ofEpochMilli(Topics.NOON));
    }
  }

  @Test
  void readsWhatADecoderMakesOfAMessageAndSetsAsideWhatItCannot() {
    String dead = topics.create(1);
    List<String> values = new ArrayList<>();
    for (String record : Logs.records(9)) {
      values.add("!" + new StringBuilder(record).reverse());
    }
    values.add(3, "no mark");
    String topic = written(values, 1);
    try (PreparedSource source =
        open(
            topic,
            preparation(),
            ", decoder { type = reversed, marks = 1 }, dead-letters = " + dead)) {
      assertThat(Logs.all(source, system()))
          .extracting(prefix -> prefix.conversationId())
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 9).mapToObj(i -> "c" + i).toList());
      assertThat(source.quarantined()).containsOnly(entry("not decoded", 1L));
    }
    assertThat(topics.read(dead, 1).get(0))
        .satisfies(
            letter -> {
              assertThat(text(letter.value())).isEqualTo("no mark");
              assertThat(header(letter, "rehearsal.detail")).isEqualTo("has no mark");
            });
  }

  @Test
  void beginsAtATimeOrAtTheEnd() {
    String topic = written(Logs.records(5), 1);
    try (PreparedSource source = open(topic, preparation(), ", start = latest")) {
      assertThat(Logs.all(source, system())).isEmpty();
    }
    String after = Instant.ofEpochMilli(Topics.NOON + 1).toString();
    try (PreparedSource source = open(topic, preparation(), ", start = \"" + after + "\"")) {
      assertThat(Logs.all(source, system())).isEmpty();
    }
    String at = Instant.ofEpochMilli(Topics.NOON).toString();
    try (PreparedSource source = open(topic, preparation(), ", start = \"" + at + "\"")) {
      assertThat(Logs.all(source, system())).hasSize(5);
    }
  }

  @Test
  void saysWhichTopicsThereAreWhenNoneIsOfThatName() {
    String topic = topics.create(1);
    assertThatThrownBy(() -> open(topic + "x", preparation(), ""))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("no topic at " + topics.address() + " is named " + topic + "x")
        .hasMessageContaining(topic);
  }

  private String written(List<String> lines, int partitions) {
    String topic = topics.create(partitions);
    List<String> messages = lines.stream().filter(line -> !line.isBlank()).toList();
    for (int i = 0; i < partitions; i++) {
      int partition = i;
      topics.write(
          topic,
          partition,
          IntStream.range(0, messages.size())
              .filter(n -> n % partitions == partition)
              .mapToObj(messages::get)
              .toList());
    }
    return topic;
  }

  private PreparedSource open(String topic, Preparation preparation, String more) {
    return Logs.spec(
            folder,
            "type = kafka, servers = [\"%s\"], topics = [%s], group = %s, until = now%s"
                .formatted(topics.address(), topic, group(topic), more))
        .open(preparation);
  }

  private static String group(String topic) {
    return "g-" + topic;
  }

  private ResumedRun resumed(
      Path run, List<Sampled> admitted, String topic, Map<String, Long> facts) {
    return ResumedRun.of(run, admitted, topic, facts, happened);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return text(record.headers().lastHeader(name).value());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
