package dev.rehearsal.actors.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.model.ModelClient;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;

/** A validated block of type {@code simulated}. */
record SimulatedSpec(String name, ModelSettings patience, SimulatedBehaviour behaviour)
    implements ModelSpec {

  @Override
  public Optional<String> host() {
    return Optional.empty();
  }

  @Override
  public boolean generates() {
    return true;
  }

  /** Where the longest reply that it can give is known, no more than that is reserved. */
  @Override
  public ModelSettings settings() {
    return behaviour.longestReply().isPresent()
        ? patience.withLongestReply(behaviour.longestReply().getAsLong())
        : patience;
  }

  @Override
  public JsonNode canonicalSettings() {
    return behaviour.canonical();
  }

  @Override
  public ModelClient open(OpenContext context) {
    return new SimulatedModel(behaviour, Delays.on(ForkJoinPool.commonPool()));
  }
}
