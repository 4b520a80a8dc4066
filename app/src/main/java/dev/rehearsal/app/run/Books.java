package dev.rehearsal.app.run;

import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.OpenModels;
import dev.rehearsal.app.check.RunStart;
import dev.rehearsal.config.FractionBudget;
import dev.rehearsal.config.Stop;
import dev.rehearsal.streams.journal.JournalReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run may spend, and what it has spent before this process.
 *
 * @param budget of the run; may limit nothing
 * @param sampling of a stream's fraction
 * @param lost by model: charged, though no row says so
 * @param before by model, with what was lost
 */
record Books(
    Budget budget,
    Optional<FractionBudget> sampling,
    Map<String, Cost> lost,
    Map<String, Cost> before) {

  static Books of(CheckedPlan checked, RunStart start, JournalReader reader, OpenModels models) {
    Stop stop = checked.plan().stop();
    Budget budget = new Budget(stop.budgetUsd(), stop.budgetTokens(), stop.budgetCalls());
    Optional<FractionBudget> sampling = checked.plan().sample().budget();
    if (!start.asksLanes()) {
      return new Books(budget, sampling, Map.of(), Map.of());
    }
    Map<String, Cost> lost =
        budget.limits() || sampling.isPresent() ? LostCalls.of(checked, models, reader) : Map.of();
    Map<String, Cost> before = new TreeMap<>(Accounts.before(checked, reader));
    lost.forEach((model, cost) -> before.merge(model, cost, Cost::plus));
    return new Books(budget, sampling, lost, before);
  }

  /** Whether they are kept though nothing be limited. */
  boolean kept() {
    return sampling.isPresent();
  }

  /** By all models together. */
  Cost beforeInAll() {
    return before.values().stream().reduce(Cost.NOTHING, Cost::plus);
  }
}
