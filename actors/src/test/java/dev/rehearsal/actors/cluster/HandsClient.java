package dev.rehearsal.actors.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client whose calls the test answers by hand. */
final class HandsClient implements ModelClient {
  record Pending(Call call, CompletableFuture<Outcome> outcome) {}

  final BlockingQueue<Pending> calls = new LinkedBlockingQueue<>();

  static Call call(String key, String text) {
    JsonNode message =
        JsonNodeFactory.instance.objectNode().put("role", "user").put("content", text);
    return new Call(
        key, 1, new Prompt("c-" + key, List.of(message), List.of()), Duration.ofSeconds(10));
  }

  static Outcome answered(String text) {
    JsonNode message =
        JsonNodeFactory.instance.objectNode().put("role", "assistant").put("content", text);
    return new Outcome.Answered(
        new Reply(
            List.of(message),
            Optional.of("stop"),
            Optional.of(new Reply.Usage(3, 5)),
            Optional.of("m-1")),
        Optional.of(
            new Outcome.Quota(
                Optional.of(7L), Optional.empty(), Optional.of(Duration.ofMillis(20)))));
  }

  Pending next() {
    try {
      Pending pending = calls.poll(30, TimeUnit.SECONDS);
      if (pending == null) {
        throw new AssertionError("no call came within 30 s");
      }
      return pending;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public CompletionStage<Outcome> complete(Call call) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    calls.add(new Pending(call, outcome));
    return outcome;
  }

  @Override
  public void close() {}
}
