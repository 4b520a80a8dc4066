package dev.rehearsal.actors.run;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.cluster.BorrowerActor;
import dev.rehearsal.actors.cluster.BorrowingClient;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.model.ModelClient;
import java.util.Optional;

/**
 * Whether and how nodes make a run's calls.
 *
 * @param borrower empty when none may
 */
record Borrowing(Optional<ActorRef<BorrowerActor.Command>> borrower) {

  /** What the model's actor is to ask: its own client, or whichever machine has a hand free. */
  ModelClient client(RunSetup.ModelSetup model) {
    return lends(model)
        .<ModelClient>map(ref -> new BorrowingClient(model.name(), model.client(), ref))
        .orElseGet(model::client);
  }

  /** The model has its actor, which is told what nodes lend. */
  void serve(RunSetup.ModelSetup model, ActorRef<ModelActor.Command> actor) {
    lends(model)
        .ifPresent(
            ref ->
                ref.tell(
                    new BorrowerActor.Serve(
                        model.name(),
                        model.fingerprint().orElseThrow(),
                        model.client(),
                        model.settings().inFlight(),
                        actor)));
  }

  private Optional<ActorRef<BorrowerActor.Command>> lends(RunSetup.ModelSetup model) {
    return model.fingerprint().isPresent() ? borrower : Optional.empty();
  }
}
