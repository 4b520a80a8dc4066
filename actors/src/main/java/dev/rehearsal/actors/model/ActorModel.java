package dev.rehearsal.actors.model;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Prompt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A model whose patience is a {@link ModelActor}. Thread-safe. */
public record ActorModel(String name, ModelClient client, ActorRef<ModelActor.Command> actor)
    implements Model {

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return client.canonicalRequest(prompt);
  }

  /** No timeout: the actor answers each ask, once, however long it takes (docs/adr/0085). */
  @Override
  public CompletionStage<Answer> ask(String key, Prompt prompt) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    actor.tell(new ModelActor.Complete(key, prompt, answer::complete));
    return answer;
  }
}
