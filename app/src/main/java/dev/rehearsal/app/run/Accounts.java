package dev.rehearsal.app.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.config.Lane;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Spent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has spent, by model, kept from process to process so that a budget holds for all of
 * them together. Replies and judge calls are in the journal one by one; what a budget was charged
 * beyond them (attempts of calls that had no final word when the run stopped, replies lost on the
 * way) is journalled as the accounts stood when the process ended. Calls that were under way when a
 * process was killed are in neither.
 */
final class Accounts {
  private static final String KIND = "accounts";
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Accounts() {}

  /** Journals the accounts as they stand, where anything is limited. */
  static void append(ActorSystem<RunActor.Command> system, Journal journal, Instant at) {
    AskPattern.<RunActor.Command, Optional<ActorRef<BudgetActor.Command>>>ask(
            system, RunActor.GetBudget::new, SOON, system.scheduler())
        .toCompletableFuture()
        .join()
        .map(
            budget ->
                AskPattern.<BudgetActor.Command, BudgetActor.Status>ask(
                        budget, BudgetActor.GetStatus::new, SOON, system.scheduler())
                    .toCompletableFuture()
                    .join()
                    .spent())
        .ifPresent(spent -> journal.append(row(at, spent)));
  }

  private static EventRow row(Instant at, Map<String, Cost> accounts) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    accounts.forEach(
        (model, cost) ->
            detail
                .putObject(model)
                .put("calls", cost.calls())
                .put("tokens", cost.tokens())
                .put("usd", cost.usd()));
    return new EventRow(at, KIND, detail.toString());
  }

  /** What was spent before this process. */
  static Map<String, Cost> before(CheckedPlan checked, JournalReader reader) {
    Map<String, Cost> spent = new HashMap<>();
    Map<String, Spent> byLane = reader.spent();
    for (Lane lane : checked.spending()) {
      Cost cost = cost(byLane.getOrDefault(lane.name(), Spent.NOTHING));
      lane.model().ifPresent(model -> spent.merge(model, cost, Accounts::sum));
    }
    Meter.spent(reader).forEach((judge, cost) -> spent.merge(judge, cost(cost), Accounts::sum));
    reader.events(
        KIND,
        event ->
            detail(event).fields().forEachRemaining(e -> atLeast(spent, e.getKey(), e.getValue())));
    return spent;
  }

  private static void atLeast(Map<String, Cost> spent, String model, JsonNode account) {
    Cost journalled = spent.getOrDefault(model, Cost.NOTHING);
    spent.put(
        model,
        new Cost(
            Math.max(journalled.calls(), account.path("calls").asLong()),
            Math.max(journalled.tokens(), account.path("tokens").asLong()),
            Math.max(journalled.usd(), account.path("usd").asDouble())));
  }

  private static Cost cost(Spent spent) {
    return new Cost(spent.attempts(), spent.inputTokens() + spent.outputTokens(), spent.usd());
  }

  private static Cost sum(Cost a, Cost b) {
    return new Cost(a.calls() + b.calls(), a.tokens() + b.tokens(), a.usd() + b.usd());
  }

  private static JsonNode detail(EventRow event) {
    try {
      return JSON.readTree(event.detail());
    } catch (JsonProcessingException e) {
      throw RehearsalException.failed("the journal's event of the accounts is not JSON", e);
    }
  }
}
