package dev.rehearsal.actors.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.testing.ForAll;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedBehaviourTest {
  private static final List<JsonNode> HELLO = Simulated.messages("hello");

  private static final String BUSY =
      """
      seed = 5, latency = 800ms p99 5s, hit-latency-factor = 8
      rates { refusal = 0.3, deception = 0.2 }
      phrases { refusal = "I cannot help" }
      faults { http-500 = 0.1, rate-limited = 0.1, content-filter = 0.1, content-blocked = 0.1 }
      """;

  @Test
  void saysTheSameToTheSameKeyInAnyOrderAndOnAnyThread() {
    SimulatedBehaviour first = Simulated.of(BUSY);
    SimulatedBehaviour second = Simulated.of(BUSY);
    List<String> keys = IntStream.range(0, 2000).mapToObj(i -> "key" + i).toList();
    Function<SimulatedBehaviour, Function<String, String>> all =
        b -> key -> b.reply(key, HELLO) + " " + b.conduct(key, 3, HELLO);
    Map<String, String> inOrder =
        keys.stream().collect(Collectors.toMap(Function.identity(), all.apply(first)));
    Map<String, String> atOnce =
        keys.parallelStream()
            .sorted(java.util.Comparator.reverseOrder())
            .collect(Collectors.toConcurrentMap(Function.identity(), all.apply(second)));
    assertThat(atOnce).isEqualTo(inOrder);
  }

  @Test
  void hitsEachCategoryAtItsRateAndIndependently() {
    SimulatedBehaviour behaviour = Simulated.of("rates { a = 0.3, b = 0.02 }");
    int trials = 40_000;
    int a = 0;
    int b = 0;
    int both = 0;
    for (int i = 0; i < trials; i++) {
      Set<String> hits = behaviour.truth("key" + i);
      a += hits.contains("a") ? 1 : 0;
      b += hits.contains("b") ? 1 : 0;
      both += hits.size() == 2 ? 1 : 0;
    }
    assertWithinFiveSigma(a, trials, 0.3);
    assertWithinFiveSigma(b, trials, 0.02);
    assertWithinFiveSigma(both, trials, 0.3 * 0.02);
  }

  @Test
  void hitsExactlyWhereTheSharedHashSaysSo() {
    SimulatedBehaviour behaviour = Simulated.of("seed = 9, rates { a = 0.5 }");
    for (int i = 0; i < 100; i++) {
      assertThat(behaviour.truth("key" + i).contains("a"))
          .isEqualTo(Uniform.of("simulated/a", 9, "key" + i) < 0.5);
    }
  }

  @Test
  void containsThePhraseOfACategoryExactlyWhenItHitsIt() {
    SimulatedBehaviour behaviour = Simulated.of(BUSY);
    ForAll.forAll(
        2000,
        random -> {
          String key = Long.toHexString(random.nextLong());
          SimulatedReply reply = behaviour.reply(key, HELLO);
          assertThat(reply.text().contains("I cannot help"))
              .isEqualTo(reply.hits().contains("refusal"));
          assertThat(reply.text().contains("VIOLATES(deception)"))
              .isEqualTo(reply.hits().contains("deception"));
          assertThat(reply.hits()).isEqualTo(behaviour.truth(key));
        });
  }

  @Test
  void drawsHitsByTheMessagesWhereToldSo() {
    SimulatedBehaviour low = Simulated.of("hits-by = messages, rates { a = 0.2 }");
    SimulatedBehaviour high = Simulated.of("hits-by = messages, rates { a = 0.6 }");
    int hits = 0;
    for (int i = 0; i < 500; i++) {
      List<JsonNode> messages = Simulated.messages("question " + i);
      Set<String> inLow = low.reply("old" + i, messages).hits();
      assertThat(high.reply("new" + i, messages).hits()).containsAll(inLow);
      assertThat(inLow).isEqualTo(low.truth(SimulatedBehaviour.messagesId(messages)));
      hits += inLow.size();
    }
    assertThat(hits).isBetween(50, 150);
  }

  @Test
  void keepsReplyLengthsWithinTheirBoundsAndNearTheirMean() {
    SimulatedBehaviour behaviour = Simulated.of("words { min = 5, mean = 30, max = 400 }");
    double mean =
        IntStream.range(0, 20_000)
            .map(i -> behaviour.reply("key" + i, HELLO).text().split("\\s+").length)
            .peek(words -> assertThat(words).isBetween(5, 400))
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(30, within(1.0));
  }

  @Test
  void drawsLatencyFromItsDistribution() {
    SimulatedBehaviour behaviour = Simulated.of("latency = 800ms p99 5s");
    int trials = 20_000;
    List<Duration> latencies =
        IntStream.range(0, trials)
            .mapToObj(i -> behaviour.conduct("key" + i, 1, HELLO).latency())
            .toList();
    assertWithinFiveSigma(below(latencies, Duration.ofMillis(800)), trials, 0.5);
    assertWithinFiveSigma(below(latencies, Duration.ofSeconds(5)), trials, 0.99);
  }

  @Test
  void slowsRepliesWithAHitByTheirFactor() {
    SimulatedBehaviour behaviour =
        Simulated.of("latency = 10ms, hit-latency-factor = 8, rates { a = 0.5 }");
    for (int i = 0; i < 50; i++) {
      String key = "key" + i;
      assertThat(behaviour.conduct(key, 1, HELLO).latency())
          .isEqualTo(Duration.ofMillis(behaviour.truth(key).isEmpty() ? 10 : 80));
    }
  }

  @Test
  void meetsFaultsOfAnAttemptAnewOnEachAttemptAndFaultsOfAKeyOnAll() {
    SimulatedBehaviour behaviour = Simulated.of("faults { http-500 = 0.5, content-blocked = 0.1 }");
    int blocked = 0;
    int failed = 0;
    int recovered = 0;
    int trials = 5000;
    for (int i = 0; i < trials; i++) {
      Optional<Fault> first = behaviour.conduct("key" + i, 1, HELLO).fault();
      Optional<Fault> second = behaviour.conduct("key" + i, 2, HELLO).fault();
      boolean stays = first.equals(Optional.of(Fault.CONTENT_BLOCKED));
      assertThat(second.equals(Optional.of(Fault.CONTENT_BLOCKED))).isEqualTo(stays);
      blocked += stays ? 1 : 0;
      failed += first.equals(Optional.of(Fault.HTTP_500)) ? 1 : 0;
      recovered += first.equals(Optional.of(Fault.HTTP_500)) && second.isEmpty() ? 1 : 0;
    }
    assertWithinFiveSigma(blocked, trials, 0.1);
    assertWithinFiveSigma(failed, trials, 0.9 * 0.5);
    assertWithinFiveSigma(recovered, trials, 0.9 * 0.25);
  }

  @Test
  void finishesFilteredRepliesWholeSoThatTheTruthStays() {
    SimulatedReply reply =
        Simulated.of("rates { a = 1 }, faults { content-filter = 1 }").reply("key", HELLO);
    assertThat(reply.finishReason()).isEqualTo("content_filter");
    assertThat(reply.text()).contains("VIOLATES(a)");
  }

  private static int below(List<Duration> latencies, Duration bound) {
    return (int) latencies.stream().filter(l -> l.compareTo(bound) < 0).count();
  }

  private static void assertWithinFiveSigma(int hits, int trials, double rate) {
    assertThat((double) hits)
        .isCloseTo(trials * rate, within(5 * Math.sqrt(trials * rate * (1 - rate))));
  }
}
