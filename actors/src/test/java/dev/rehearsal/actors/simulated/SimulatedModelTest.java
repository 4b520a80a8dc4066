package dev.rehearsal.actors.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SimulatedModelTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final List<Later> waiting = new ArrayList<>();

  @Test
  void answersAtOnceWhenThereIsNoLatency() {
    CompletableFuture<Outcome> outcome = ask("rates { a = 1 }");
    assertThat(waiting).isEmpty();
    assertThat(outcome)
        .isCompletedWithValueMatching(
            o ->
                o instanceof Outcome.Answered answered
                    && Messages.finalText(answered.reply().messages()).contains("VIOLATES(a)"));
  }

  @Test
  void answersWhenItsLatencyHasPassed() {
    CompletableFuture<Outcome> outcome = ask("latency = 50ms");
    assertThat(outcome).isNotDone();
    assertThat(runWaiting()).isEqualTo(Duration.ofMillis(50));
    assertThat(outcome).isCompletedWithValueMatching(Outcome.Answered.class::isInstance);
  }

  @Test
  void givesUpAtTheDeadlineWhenTheReplyWouldComeLater() {
    for (String slow : List.of("latency = 2m", "faults { slow-drip = 1 }")) {
      CompletableFuture<Outcome> outcome = ask(slow);
      assertThat(runWaiting()).isEqualTo(DEADLINE);
      assertThat(outcome).isCompletedWithValue(Outcome.Failed.lost("timeout"));
    }
  }

  @Test
  void turnsEveryFaultIntoItsOutcome() {
    for (Fault fault : Fault.values()) {
      CompletableFuture<Outcome> asked = ask("drip-for = 1ms, faults { " + fault.text() + " = 1 }");
      if (!waiting.isEmpty()) {
        runWaiting();
      }
      Outcome outcome = asked.join();
      switch (fault) {
        case RATE_LIMITED, RATE_LIMITED_WITH_RETRY_AFTER ->
            assertThat(((Outcome.RateLimited) outcome).retryAfter().isPresent())
                .isEqualTo(fault == Fault.RATE_LIMITED_WITH_RETRY_AFTER);
        case CONTENT_BLOCKED -> assertThat(outcome).isInstanceOf(Outcome.Blocked.class);
        case CONTENT_FILTER, SLOW_DRIP -> assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        case HTTP_500, HTTP_503, CUT_CONNECTION, TRUNCATED_JSON, NO_CHOICE, WRONG_CONTENT_TYPE ->
            assertThat(((Outcome.Failed) outcome).retryable()).isTrue();
      }
    }
  }

  @Test
  void namesItsRequestByWhatCanChangeAReplyAndNothingElse() {
    JsonNode request = canonical("rates { a = 0.1 }");
    assertThat(canonical("rates { a = 0.1 }, latency = 9s, faults { http-500 = 0.5 }"))
        .isEqualTo(request);
    assertThat(canonical("rates { a = 0.2 }")).isNotEqualTo(request);
    assertThat(canonical("rates { a = 0.1 }, seed = 2")).isNotEqualTo(request);
    assertThat(canonical("rates { a = 0.1 }, faults { content-filter = 0.1 }"))
        .isNotEqualTo(request);
  }

  private CompletableFuture<Outcome> ask(String hocon) {
    return model(hocon).complete(new Call("key", 1, prompt(), DEADLINE)).toCompletableFuture();
  }

  private JsonNode canonical(String hocon) {
    return model(hocon).canonicalRequest(prompt());
  }

  private SimulatedModel model(String hocon) {
    return new SimulatedModel(
        Simulated.of(hocon), (delay, task) -> waiting.add(new Later(delay, task)));
  }

  private static Prompt prompt() {
    return new Prompt("c1", Simulated.messages("hello"), List.of());
  }

  private Duration runWaiting() {
    assertThat(waiting).hasSize(1);
    Later only = waiting.remove(0);
    only.task().run();
    return only.delay();
  }

  private record Later(Duration delay, Runnable task) {}
}
