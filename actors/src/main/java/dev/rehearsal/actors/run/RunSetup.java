package dev.rehearsal.actors.run;

import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.actors.limiter.SharedPermits;
import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.config.Limits;
import dev.rehearsal.model.ModelClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a run's actors are made of.
 *
 * @param models that lanes or judges ask, opened
 * @param limits by credential
 * @param keepsBooks whether somebody asks what is spent, though nothing be limited
 * @param shared permits of credentials that other processes share; empty for none
 * @param spentBefore by model, before this process
 * @param seed of the run
 * @param nanos a clock that never goes back, in nanoseconds
 * @param events is told what happens, on an actor's thread: it must not block
 * @param borrowsAs the run's name for nodes that lend it their hands, in a system that is part of a
 *     cluster; empty when none may
 */
public record RunSetup(
    List<ModelSetup> models,
    Map<String, Limits> limits,
    Optional<SharedPermits> shared,
    Budget budget,
    boolean keepsBooks,
    Map<String, Cost> spentBefore,
    long seed,
    LongSupplier nanos,
    Consumer<ModelEvent> events,
    Optional<String> borrowsAs) {
  public RunSetup {
    models = List.copyOf(models);
    limits = Map.copyOf(limits);
    spentBefore = Map.copyOf(spentBefore);
  }

  /**
   * One model, opened.
   *
   * @param spends whether its calls cost anything: recorded replies were paid for long ago
   * @param fingerprint of its settings that can change a reply, if nodes may make its calls
   */
  public record ModelSetup(
      String name,
      ModelClient client,
      ModelSettings settings,
      Priority priority,
      boolean spends,
      Optional<String> fingerprint) {}
}
