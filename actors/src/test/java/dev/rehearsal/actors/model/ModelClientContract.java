package dev.rehearsal.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every model client keeps; each implementation extends it. */
public abstract class ModelClientContract {

  /** A client that has a reply to {@link #prompt}. */
  protected abstract ModelClient client();

  /** Something it can answer. */
  protected Prompt prompt() {
    return prompt("c1", "Hello");
  }

  protected static Prompt prompt(String conversation, String text) {
    return new Prompt(
        conversation,
        List.of(JsonNodeFactory.instance.objectNode().put("role", "user").put("content", text)),
        List.of());
  }

  protected static Call call(Prompt prompt) {
    return new Call("key-1", 1, prompt, Duration.ofSeconds(20));
  }

  protected static Outcome outcome(ModelClient client, Call call) {
    return client.complete(call).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void answersWithAnAssistantsMessage() {
    Outcome outcome = outcome(client(), call(prompt()));
    assertThat(outcome).isInstanceOf(Outcome.Answered.class);
    assertThat(((Outcome.Answered) outcome).reply().messages())
        .isNotEmpty()
        .anySatisfy(m -> assertThat(m.path("role").asText()).isEqualTo("assistant"));
  }

  @Test
  void equalPromptsGiveEqualRequests() {
    assertThat(client().canonicalRequest(prompt())).isEqualTo(client().canonicalRequest(prompt()));
  }

  @Test
  void aPromptIsLeftAsItWas() {
    Prompt prompt = prompt();
    String before = prompt.toString();
    outcome(client(), call(prompt));
    client().canonicalRequest(prompt);
    assertThat(prompt).hasToString(before);
  }

  @Test
  void manyCallsAtOnceAreAllAnswered() {
    ModelClient client = client();
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      outcomes.add(
          client
              .complete(new Call("key-" + i, 1, prompt(), Duration.ofSeconds(20)))
              .toCompletableFuture());
    }
    assertThat(outcomes)
        .allSatisfy(
            o ->
                assertThat(o.orTimeout(30, TimeUnit.SECONDS).join())
                    .isInstanceOf(Outcome.Answered.class));
  }
}
