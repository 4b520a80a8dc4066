package dev.rehearsal.streams.source.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.streams.source.kafka.AssembleSettings.Mode;
import dev.rehearsal.streams.source.kafka.Assembler.Beginning;
import dev.rehearsal.streams.source.kafka.Assembler.Closed;
import dev.rehearsal.streams.source.kafka.Assembler.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AssemblerTest {
  private static final int MAX_BYTES = 1_000;
  private static final Duration GAP = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(4);

  private record Event(long offset, String key, long time, String text) {}

  /** What is left of a closed one to compare. */
  private record Done(String key, long first, End end, List<String> events) {
    static Done of(Closed closed) {
      return new Done(
          closed.key(),
          closed.first(),
          closed.end(),
          closed.events().stream().map(event -> new String(event, UTF_8)).toList());
    }
  }

  @Test
  void finishesAConversationWhenItsPartitionHasGoneOnWithoutIt() {
    Assembler<Long> assembler = assembler(10, Mode.APPEND, Beginning.at(0));

    assertThat(feed(assembler, new Event(0, "a", 1_000, "a1"))).isEmpty();
    assertThat(feed(assembler, new Event(1, "b", 1_500, "b1"))).isEmpty();
    assertThat(feed(assembler, new Event(2, "a", 1_900, "a2"))).isEmpty();
    assertThat(feed(assembler, new Event(3, "c", 2_499, "c1"))).isEmpty();
    assertThat(feed(assembler, new Event(4, "c", 2_900, "c2")))
        .containsExactly(
            new Done("a", 0, End.FINISHED, List.of("a1", "a2")),
            new Done("b", 1, End.FINISHED, List.of("b1")));
    assertThat(assembler.beginning().from()).isEqualTo(3);
    assertThat(assembler.committable()).isEqualTo(2);
  }

  @Test
  void takesTheLastEventAloneWhereItHasTheWholeConversation() {
    Assembler<Long> assembler = assembler(10, Mode.LAST, Beginning.at(0));
    feed(assembler, new Event(0, "a", 1_000, "a1"));
    feed(assembler, new Event(1, "a", 1_100, "a1 a2"));

    assertThat(assembler.closeAll().stream().map(Done::of))
        .containsExactly(new Done("a", 0, End.FINISHED, List.of("a1 a2")));
    assertThat(assembler.isEmpty()).isTrue();
  }

  @Test
  void closesTheOneThatWasQuietTheLongestWhenTooManyAreOpen() {
    Assembler<Long> assembler = assembler(2, Mode.APPEND, Beginning.at(0));
    feed(assembler, new Event(0, "a", 1_000, "a1"));
    feed(assembler, new Event(1, "b", 1_001, "b1"));
    feed(assembler, new Event(2, "a", 1_002, "a2"));

    assertThat(feed(assembler, new Event(3, "c", 1_003, "c1")))
        .containsExactly(new Done("b", 1, End.EVICTED, List.of("b1")));
  }

  @Test
  void finishesOneThatNeverPausesAfterTheLongestTime() {
    Assembler<Long> assembler = assembler(10, Mode.LAST, Beginning.at(0));
    List<Done> done = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      done.addAll(feed(assembler, new Event(i, "bot", i * 900L, "e" + i)));
    }

    assertThat(done)
        .containsExactly(
            new Done("bot", 0, End.FINISHED, List.of("e5")),
            new Done("bot", 6, End.FINISHED, List.of("e11")));
    assertThat(assembler.beginning().from()).isEqualTo(12);
  }

  /** Conversations that never pause, one more with each of many events. */
  @Test
  void remembersABoundedNumberOfThoseThatItClosedEarly() {
    Assembler<Long> assembler =
        new Assembler<>(
            new AssembleSettings(Duration.ofDays(1), Duration.ofDays(9), 50, Mode.LAST),
            MAX_BYTES,
            Beginning.at(0));
    int most = 0;
    for (int i = 0; i < 20_000; i++) {
      String key = i % 2 == 0 ? "bot" : "k" + i;
      feed(assembler, new Event(i, key, i, "e"));
      most = Math.max(most, assembler.beginning().early().size());
    }

    assertThat(most).isBetween(1_000, 1_100);
  }

  @Test
  void setsAsideWhatIsLeftOfConversationsWhoseStartIsGone() {
    Assembler<Long> before = assembler(10, Mode.APPEND, Beginning.at(0));
    feed(before, new Event(0, "a", 1_000, "a1"));
    feed(before, new Event(1, "b", 1_100, "b1"));
    feed(before, new Event(2, "a", 1_200, "a2"));
    Beginning cut = before.beginning().cutAt(1);
    Assembler<Long> after = assembler(10, Mode.APPEND, cut);
    feed(after, new Event(1, "b", 1_100, "b1"));
    feed(after, new Event(2, "a", 1_200, "a2"));
    assertThat(after.beginning()).isEqualTo(cut);

    feed(after, new Event(3, "c", 1_300, "c1"));
    assertThat(after.beginning().wholeAfter()).isEqualTo(2_300);
    List<Done> done = new ArrayList<>();
    done.addAll(feed(after, new Event(4, "d", 2_250, "d1")));
    // Killed here, it knows the same.
    Assembler<Long> again = assembler(10, Mode.APPEND, after.beginning());
    feed(again, new Event(3, "c", 1_300, "c1"));
    feed(again, new Event(4, "d", 2_250, "d1"));
    done.addAll(feed(again, new Event(5, "e", 2_300, "e1")));
    done.addAll(feed(again, new Event(6, "d", 2_400, "d2")));
    done.addAll(feed(again, new Event(7, "f", 3_400, "f1")));

    assertThat(done)
        .containsExactly(
            new Done("b", 1, End.CUT, List.of("b1")),
            new Done("a", 2, End.CUT, List.of("a2")),
            new Done("c", 3, End.CUT, List.of("c1")),
            new Done("d", 4, End.CUT, List.of("d1", "d2")),
            new Done("e", 5, End.FINISHED, List.of("e1")));
    assertThat(again.beginning().wholeAfter()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void setsAsideWhatGoesOnOfConversationsOfWhichNothingIsLeft() {
    Assembler<Long> before = assembler(10, Mode.APPEND, Beginning.at(0));
    feed(before, new Event(0, "a", 1_000, "a1"));
    Assembler<Long> after = assembler(10, Mode.APPEND, before.beginning().brokenOffAt(5));

    assertThat(feed(after, new Event(5, "a", 1_500, "a9"))).isEmpty();
    assertThat(feed(after, new Event(6, "b", 2_500, "b1")))
        .containsExactly(new Done("a", 5, End.CUT, List.of("a9")));
    assertThat(after.closeAll().stream().map(Done::of))
        .containsExactly(new Done("b", 6, End.FINISHED, List.of("b1")));
  }

  @Test
  void dropsTheTextOfOneThatIsTooLongAndRemembersThatItWas() {
    Assembler<Long> assembler = assembler(2, Mode.APPEND, Beginning.at(0));
    feed(assembler, new Event(0, "a", 1_000, "x".repeat(600)));
    feed(assembler, new Event(1, "a", 1_000, "x".repeat(600)));
    feed(assembler, new Event(2, "a", 1_000, "x"));

    assertThat(feed(assembler, new Event(3, "b", 9_000, "b")))
        .containsExactly(new Done("a", 0, End.TOO_LONG, List.of()));
  }

  /** The same conversations, each once, wherever it is killed and however keys are mixed. */
  @RepeatedTest(300)
  void closesTheSameConversationsOnceWhereverItIsKilled(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Event> events = events(random);
    int mostOpen = 1 + random.nextInt(6);
    Mode mode = random.nextBoolean() ? Mode.APPEND : Mode.LAST;
    List<Done> undisturbed = new ArrayList<>();
    Assembler<Long> straight = assembler(mostOpen, mode, Beginning.at(0));
    events.forEach(event -> undisturbed.addAll(feed(straight, event)));
    straight.closeAll().stream().map(Done::of).forEach(undisturbed::add);

    List<Done> disturbed = new ArrayList<>();
    Assembler<Long> assembler = assembler(mostOpen, mode, Beginning.at(0));
    int at = 0;
    while (at < events.size()) {
      Event event = events.get(at);
      boolean replay = assembler.isReplay(event.offset());
      List<Done> closed = feed(assembler, event);
      if (!replay) {
        disturbed.addAll(closed);
      }
      at++;
      if (assembler.isUpToDate() && random.nextInt(12) == 0) {
        Beginning beginning = assembler.beginning();
        assembler = assembler(mostOpen, mode, beginning);
        at = (int) beginning.from();
      }
    }
    assembler.closeAll().stream().map(Done::of).forEach(disturbed::add);

    assertThat(disturbed).containsExactlyElementsOf(undisturbed);
    assertEveryEventIsInOne(events, undisturbed, mode);
  }

  /** A kill while it is being led through what was read before is one more kill. */
  @RepeatedTest(100)
  void mayBeKilledAgainBeforeItIsUpToDate(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Event> events = events(random);
    Assembler<Long> straight = assembler(4, Mode.APPEND, Beginning.at(0));
    int kill = 1 + random.nextInt(events.size() - 1);
    events.subList(0, kill).forEach(event -> feed(straight, event));
    Beginning beginning = straight.beginning();
    List<Done> expected = new ArrayList<>();
    events.subList(kill, events.size()).forEach(event -> expected.addAll(feed(straight, event)));

    Assembler<Long> once = assembler(4, Mode.APPEND, beginning);
    int from = (int) beginning.from();
    int half = from + random.nextInt(Math.max(1, kill - from));
    events.subList(from, half).forEach(event -> feed(once, event));
    // Nothing was counted meanwhile, so the same beginning is what the journal has.
    Assembler<Long> again = assembler(4, Mode.APPEND, beginning);
    List<Done> actual = new ArrayList<>();
    for (Event event : events.subList(from, events.size())) {
      boolean replay = again.isReplay(event.offset());
      List<Done> closed = feed(again, event);
      if (!replay) {
        actual.addAll(closed);
      }
    }

    assertThat(actual).containsExactlyElementsOf(expected);
    assertThat(again.closeAll()).hasSameSizeAs(straight.closeAll());
  }

  private static void assertEveryEventIsInOne(List<Event> events, List<Done> done, Mode mode) {
    Map<String, Long> firsts = new HashMap<>();
    Set<Long> starts = new HashSet<>();
    done.forEach(each -> assertThat(starts.add(each.first())).isTrue());
    events.forEach(event -> firsts.putIfAbsent(event.key(), event.offset()));
    assertThat(starts).containsAll(firsts.values());
    if (mode == Mode.APPEND) {
      assertThat(
              done.stream()
                  .flatMap(each -> each.events().stream())
                  .sorted(Comparator.comparingInt(Integer::parseInt))
                  .collect(Collectors.toList()))
          .isEqualTo(events.stream().map(Event::text).toList());
    }
  }

  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    long time = 1_000_000;
    for (int i = 0; i < 200; i++) {
      time += random.nextInt(150);
      // Clocks of producers differ: times go back now and then.
      long written = time - (random.nextInt(4) == 0 ? random.nextInt(400) : 0);
      events.add(new Event(i, "k" + random.nextInt(9), written, Integer.toString(i)));
    }
    return events;
  }

  private static Assembler<Long> assembler(int mostOpen, Mode mode, Beginning beginning) {
    return new Assembler<>(
        new AssembleSettings(GAP, LONGEST, mostOpen, mode), MAX_BYTES, beginning);
  }

  private static List<Done> feed(Assembler<Long> assembler, Event event) {
    return assembler
        .feed(
            event.offset(), event.key(), event.time(), event.text().getBytes(UTF_8), event.offset())
        .stream()
        .map(Done::of)
        .toList();
  }
}
