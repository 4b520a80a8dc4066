package dev.rehearsal.actors.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client whose calls the test answers by hand, in the order they come. */
final class ScriptedClient implements ModelClient {
  record Pending(Call call, CompletableFuture<Outcome> outcome) {
    void answer(Outcome with) {
      outcome.complete(with);
    }
  }

  final BlockingQueue<Pending> calls = new LinkedBlockingQueue<>();

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

  static Outcome.Answered answered() {
    return answered(Optional.empty(), Optional.empty());
  }

  static Outcome.Answered answered(Optional<Reply.Usage> usage, Optional<Outcome.Quota> quota) {
    JsonNode message =
        JsonNodeFactory.instance.objectNode().put("role", "assistant").put("content", "yes");
    return new Outcome.Answered(
        new Reply(List.of(message), Optional.of("stop"), usage, Optional.of("m-1")), quota);
  }

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return JsonNodeFactory.instance.objectNode().put("for", prompt.conversationId());
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
