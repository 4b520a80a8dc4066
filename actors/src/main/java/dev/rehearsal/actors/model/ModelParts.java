package dev.rehearsal.actors.model;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.model.ModelClient;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a {@link ModelActor} is made of.
 *
 * @param name the model's name in the plan
 * @param limiter of its credential; empty for none
 * @param tokensLimited whether that limiter counts tokens
 * @param budget of the run; empty for none, and for a model that costs nothing
 * @param priority among those who share the limiter
 * @param seed of the jitter between attempts
 * @param nanos a clock that never goes back, in nanoseconds
 * @param events is told what happens, on the actor's thread: it must not block
 */
public record ModelParts(
    String name,
    ModelClient client,
    ModelSettings settings,
    Optional<ActorRef<LimiterActor.Command>> limiter,
    boolean tokensLimited,
    Optional<ActorRef<BudgetActor.Command>> budget,
    Priority priority,
    long seed,
    LongSupplier nanos,
    Consumer<ModelEvent> events) {}
