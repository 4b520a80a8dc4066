package dev.rehearsal.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.rehearsal.testing.ForAll;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AdmissionOrderTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private record Item(long number) implements Numbered {}

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void releasesAnyPermutationInAdmissionOrder() {
    ForAll.forAll(
        50,
        random -> {
          List<Item> items = items(1, 1 + random.nextInt(200));
          List<Item> shuffled = new ArrayList<>(items);
          Collections.shuffle(shuffled, random);
          assertThat(ordered(shuffled)).isEqualTo(items);
        });
  }

  @Test
  void holdsBackWhatComesAfterAGapAndDropsItAtTheEnd() {
    List<Item> withoutThree = new ArrayList<>(items(1, 2));
    withoutThree.addAll(items(4, 9));
    assertThat(ordered(withoutThree)).isEqualTo(items(1, 2));
  }

  @Test
  void failsWhenANumberComesTwice() {
    assertThatThrownBy(() -> ordered(List.of(new Item(1), new Item(2), new Item(1))))
        .hasMessageContaining("admission number 1 came twice");
  }

  @Test
  void letsAdmissionRunAheadNoFurtherThanTheWindow() {
    AdmissionWindow window = new AdmissionWindow(3);
    assertThat(window.enter(3).toCompletableFuture()).isDone();
    var fourth = window.enter(4).toCompletableFuture();
    assertThat(fourth).isNotDone();
    window.advance(1);
    assertThat(fourth).isDone();
  }

  private static List<Item> items(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(Item::new).toList();
  }

  private static List<Item> ordered(List<Item> items) {
    return Source.from(items)
        .via(new AdmissionOrder<>(new AdmissionWindow(1000)))
        .runWith(Sink.seq(), KIT.system())
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
