package dev.rehearsal.actors.cluster;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A model whose calls are made by whichever machine has a hand free.
 *
 * @param model its name in the plan
 * @param own what makes them on this machine; whoever opened it closes it
 */
public record BorrowingClient(
    String model, ModelClient own, ActorRef<BorrowerActor.Command> borrower)
    implements ModelClient {

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return own.canonicalRequest(prompt);
  }

  @Override
  public CompletionStage<Outcome> complete(Call call) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    borrower.tell(new BorrowerActor.Attempt(model, call, outcome));
    return outcome;
  }

  @Override
  public boolean differs(Prompt prompt) {
    return own.differs(prompt);
  }

  @Override
  public Optional<String> recording() {
    return own.recording();
  }

  @Override
  public void close() {
    own.close();
  }
}
