package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.testkit.javadsl.TestKit;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Filter;
import dev.rehearsal.config.Sample;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.sampling.Cut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every source holds to; each one extends it. */
public abstract class SourceContract {
  private static ActorSystem system;

  @TempDir protected Path folder;

  @BeforeAll
  protected static void start() {
    system = ActorSystem.create("sources");
  }

  @AfterAll
  protected static void stop() {
    TestKit.shutdownActorSystem(system);
  }

  /** Opens the source under test on these lines. */
  protected abstract PreparedSource open(List<String> lines, Preparation preparation);

  /** What the source calls the place of a line, counted from 1; blank ones are lines too. */
  protected long place(List<String> lines, int line) {
    return line;
  }

  /** What is left of 200 conversations once these many were admitted, the first of them. */
  protected List<Sampled> after(List<Sampled> admitted) {
    try (PreparedSource source = open(Logs.records(200), preparation())) {
      return source
          .prefixes(admitted.size())
          .runWith(Sink.seq(), system)
          .toCompletableFuture()
          .join();
    }
  }

  @Test
  protected void givesEveryConversationOnceAndUntouched() {
    try (PreparedSource source = open(Logs.records(100), preparation())) {
      List<Prefix> prefixes = Logs.all(source, system);

      assertThat(prefixes).extracting(Prefix::conversationId).doesNotHaveDuplicates().hasSize(100);
      for (Prefix prefix : prefixes) {
        assertThat(Messages.text(prefix.messages().get(0)))
            .isEqualTo("question of " + prefix.conversationId());
        assertThat(Messages.finalText(prefix.recordedReply().orElseThrow().messages()))
            .isEqualTo("answer to " + prefix.conversationId());
      }
      assertThat(source.funnel()).isEqualTo(new Funnel(100, 0, 0, 0, 100));
    }
  }

  @Test
  protected void quarantinesWhatCannotBeUsedAndGoesOn() throws IOException {
    List<String> lines = new ArrayList<>(Logs.records(6));
    lines.add(1, "{\"id\":\"broken\"");
    lines.add(3, "   ");
    lines.add(4, Logs.record("c1"));
    lines.add(5, "{\"id\":\"alone\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");

    try (PreparedSource source = open(lines, preparation())) {
      assertThat(Logs.ids(source, system))
          .containsExactlyInAnyOrder("c1", "c2", "c3", "c4", "c5", "c6");
      assertThat(source.funnel()).isEqualTo(new Funnel(9, 3, 0, 0, 6));
      assertThat(source.quarantined())
          .containsEntry("not JSON", 1L)
          .containsEntry("id seen before", 1L)
          .containsEntry("no reply to remove", 1L);
    }
    assertThat(Files.readAllLines(folder.resolve("quarantine.jsonl")))
        .hasSize(3)
        .anyMatch(line -> line.contains("\"line\":" + place(lines, 2)) && line.contains("not JSON"))
        .anyMatch(
            line -> line.contains("\"line\":" + place(lines, 5)) && line.contains("\"id\":\"c1\""))
        .anyMatch(
            line ->
                line.contains("\"line\":" + place(lines, 6)) && line.contains("\"id\":\"alone\""))
        .noneMatch(line -> line.contains("hello"));
  }

  @Test
  protected void stopsWhenTooMuchCannotBeUsed() {
    List<String> lines = List.of("no", "no", Logs.record("c1"));

    assertThatThrownBy(
            () -> {
              try (PreparedSource source = open(lines, preparation())) {
                Logs.all(source, system);
              }
            })
        .hasStackTraceContaining(RehearsalException.class.getName())
        .hasStackTraceContaining("2 of 3 records cannot be used")
        .hasStackTraceContaining("not JSON=2")
        .hasStackTraceContaining(":" + place(lines, 1) + ": not JSON; ")
        .hasStackTraceContaining(":" + place(lines, 2) + ": not JSON. ")
        .hasStackTraceContaining("quarantine.max-share = 0.5");
  }

  @Test
  protected void dropsWhatTheFiltersLeaveOut() {
    Filter first = new Filter("id", new Filter.Matches(Pattern.compile("^c1")));
    Filter second = new Filter("id", new Filter.Matches(Pattern.compile("2$")));
    Sample sample =
        new Sample(
            Cut.LAST_MESSAGE,
            1.0,
            0,
            7,
            OptionalInt.empty(),
            List.of(),
            List.of(first),
            List.of(second));

    try (PreparedSource source = open(Logs.records(12), Logs.with(preparation(), sample))) {
      assertThat(Logs.ids(source, system)).containsExactlyInAnyOrder("c1", "c10", "c11");
      assertThat(source.funnel()).isEqualTo(new Funnel(12, 0, 9, 0, 3));
    }
  }

  @Test
  protected void takesNoDroppedRecordForTheFirstOfItsId() {
    String old = Logs.record("a").replace("{\"id\"", "{\"model\":\"old\",\"id\"");
    Filter kept = new Filter("model", new Filter.Matches(Pattern.compile("^new$")));
    Sample sample =
        new Sample(
            Cut.LAST_MESSAGE, 1.0, 0, 7, OptionalInt.empty(), List.of(), List.of(kept), List.of());
    List<String> lines = List.of(old, old.replace("old", "new"));

    try (PreparedSource source = open(lines, Logs.with(preparation(), sample))) {
      assertThat(Logs.all(source, system))
          .extracting(prefix -> prefix.attributes().path("model").asText())
          .containsExactly("new");
      assertThat(source.funnel()).isEqualTo(new Funnel(2, 0, 1, 0, 1));
    }
  }

  @Test
  protected void takesEveryConversationOnceInTwoParts() {
    List<String> first = sampled(Logs.part(0, 0.3));
    List<String> second = sampled(Logs.part(0.3, 0.7));

    assertThat(first).isEqualTo(sampled(Logs.fraction(0.3))).doesNotContainAnyElementsOf(second);
    assertThat(first.size() + second.size()).isEqualTo(sampled(Logs.fraction(1)).size());
  }

  @Test
  protected void onlyAddsWhenTheFractionIsRaised() {
    List<String> few = sampled(Logs.fraction(0.2));
    List<String> more = sampled(Logs.fraction(0.6));

    assertThat(few).hasSizeBetween(15, 70);
    assertThat(more).hasSizeBetween(80, 160).containsAll(few);
  }

  @Test
  protected void keepsNoMoreOfAUserThanTheCap() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add(Logs.record("c" + i, "user-" + i % 3));
    }

    Preparation capped = Logs.with(preparation(), Logs.perUser(2, 1.0));
    try (PreparedSource source = open(lines, capped)) {
      assertThat(Logs.all(source, system))
          .hasSize(6)
          .extracting(prefix -> prefix.attributes().path("user").asText())
          .containsExactlyInAnyOrder("user-0", "user-0", "user-1", "user-1", "user-2", "user-2");
      assertThat(source.funnel()).isEqualTo(new Funnel(30, 0, 0, 24, 6));
    }
  }

  @Test
  protected void leavesOutWhatWasAdmittedBefore() {
    List<Sampled> all;
    try (PreparedSource source = open(Logs.records(200), preparation())) {
      all = Logs.sampled(source, system);
    }

    assertThat(after(all.subList(0, 150)))
        .extracting(s -> s.prefix().conversationId())
        .isEqualTo(all.subList(150, 200).stream().map(s -> s.prefix().conversationId()).toList());
  }

  @Test
  protected void keepsNoMorePrefixesReadyThanAsked() {
    List<String> all = sampled(Logs.EVERYTHING);

    Preparation bounded = Logs.atMost(preparation(), 20);
    try (PreparedSource source = open(Logs.records(200), bounded)) {
      assertThat(Logs.ids(source, system)).isEqualTo(all.subList(0, 20));
    }
  }

  @Test
  protected void givesNoMoreThanIsAskedFor() {
    try (PreparedSource source = open(Logs.records(50), preparation())) {
      TestSubscriber.Probe<Sampled> probe =
          source.prefixes(0).runWith(TestSink.create(system), system);
      probe.request(2).expectNextN(2);
      probe.expectNoMessage();
      probe.cancel();
    }
  }

  protected Preparation preparation() {
    return Logs.preparation(folder);
  }

  protected ActorSystem system() {
    return system;
  }

  private List<String> sampled(Sample sample) {
    try (PreparedSource source = open(Logs.records(200), Logs.with(preparation(), sample))) {
      return Logs.ids(source, system);
    }
  }
}
