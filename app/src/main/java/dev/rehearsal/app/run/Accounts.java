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
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.config.Lane;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Spent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a budget was charged, by model, kept from process to process so that it holds for all of
 * them together (docs/adr/0162). Replies and judge calls are in the journal one by one; what was
 * charged beyond them (attempts without a final word, replies lost on the way, calls under way at a
 * kill) is journalled as an event of its own, which adds to the others.
 */
final class Accounts {
  private static final String BEYOND = "charged-beyond";
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Accounts() {}

  /** What was charged before this process. */
  static Map<String, Cost> before(CheckedPlan checked, JournalReader reader) {
    Map<String, Cost> charged = new TreeMap<>();
    Map<String, Spent> byLane = reader.spent();
    for (Lane lane : checked.spending()) {
      Cost cost = cost(byLane.getOrDefault(lane.name(), Spent.NOTHING));
      lane.model().ifPresent(model -> charged.merge(model, cost, Cost::plus));
    }
    Meter.spent(reader).forEach((judge, spent) -> charged.merge(judge, cost(spent), Cost::plus));
    reader.events(
        BEYOND,
        event ->
            detail(event)
                .fields()
                .forEachRemaining(e -> charged.merge(e.getKey(), cost(e.getValue()), Cost::plus)));
    return charged;
  }

  /** Journals what is charged though no row says so. */
  static void charge(Map<String, Cost> beyond, Journal journal, Instant at) {
    if (beyond.isEmpty()) {
      return;
    }
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    beyond.forEach(
        (model, cost) ->
            detail
                .putObject(model)
                .put("calls", cost.calls())
                .put("tokens", cost.tokens())
                .put("usd", cost.usd()));
    journal.append(new EventRow(at, BEYOND, detail.toString()));
  }

  /**
   * Settles the accounts at the end of a process, when every row is journalled.
   *
   * @return what the budget was charged in all; empty where nothing is limited
   */
  static Optional<Cost> settle(OpenRun run, Instant at) {
    Optional<Map<String, Cost>> charged = charged(run.system());
    charged.ifPresent(
        accounts ->
            charge(beyond(accounts, before(run.checked(), run.reader())), run.journal(), at));
    return charged.map(a -> a.values().stream().reduce(Cost.NOTHING, Cost::plus));
  }

  /** Every difference is 0 or more, but for the last bits of the dollars. */
  private static Map<String, Cost> beyond(Map<String, Cost> charged, Map<String, Cost> known) {
    Map<String, Cost> beyond = new TreeMap<>();
    charged.forEach(
        (model, cost) -> {
          Cost more = cost.minus(known.getOrDefault(model, Cost.NOTHING));
          if (more.calls() > 0 || more.tokens() > 0) {
            beyond.put(model, new Cost(more.calls(), more.tokens(), Math.max(0, more.usd())));
          }
        });
    return beyond;
  }

  private static Optional<Map<String, Cost>> charged(ActorSystem<RunActor.Command> system) {
    return AskPattern.<RunActor.Command, Optional<ActorRef<BudgetActor.Command>>>ask(
            system, RunActor.GetBudget::new, SOON, system.scheduler())
        .toCompletableFuture()
        .join()
        .map(
            budget ->
                AskPattern.<BudgetActor.Command, BudgetActor.Status>ask(
                        budget, BudgetActor.GetStatus::new, SOON, system.scheduler())
                    .toCompletableFuture()
                    .join()
                    .spent());
  }

  private static Cost cost(Spent spent) {
    return new Cost(spent.attempts(), spent.inputTokens() + spent.outputTokens(), spent.usd());
  }

  private static Cost cost(JsonNode account) {
    return new Cost(
        account.path("calls").asLong(),
        account.path("tokens").asLong(),
        account.path("usd").asDouble());
  }

  private static JsonNode detail(EventRow event) {
    try {
      return JSON.readTree(event.detail());
    } catch (JsonProcessingException e) {
      throw RehearsalException.failed("the journal's event of the accounts is not JSON", e);
    }
  }
}
