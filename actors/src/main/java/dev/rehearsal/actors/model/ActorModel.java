package dev.rehearsal.actors.model;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A model whose patience is a {@link ModelActor}. Thread-safe. */
public record ActorModel(
    String name, ModelClient client, ActorRef<ModelActor.Command> actor, Scheduler scheduler)
    implements Model {

  /** Larger than any possible wait: an ask that expires is a bug, for it loses a paid reply. */
  private static final Duration NEVER = Duration.ofDays(30);

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return client.canonicalRequest(prompt);
  }

  @Override
  public CompletionStage<Answer> ask(String key, Prompt prompt) {
    return AskPattern.ask(
        actor, replyTo -> new ModelActor.Complete(key, prompt, replyTo), NEVER, scheduler);
  }
}
