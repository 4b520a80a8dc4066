package dev.rehearsal.actors.simulated;

import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelType;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.config.Block;

/** The type {@code simulated}: a model with a known truth. */
public final class SimulatedType implements ModelType {
  @Override
  public String type() {
    return "simulated";
  }

  @Override
  public ModelSpec read(String name, Block plan) {
    Block block = ModelTypes.withDefaults(plan, type());
    ModelSettings settings = ModelSettings.read(block);
    SimulatedSettings simulated = SimulatedSettings.read(block);
    block.done();
    return new SimulatedSpec(name, settings, new SimulatedBehaviour(simulated));
  }
}
