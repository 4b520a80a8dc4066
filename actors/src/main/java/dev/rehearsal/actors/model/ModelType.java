package dev.rehearsal.actors.model;

import dev.rehearsal.config.Block;

/**
 * A kind of model, found by {@link java.util.ServiceLoader}: the way to add models from outside.
 */
public interface ModelType {

  /** What {@code type} says in the plan. */
  String type();

  /**
   * Reads and validates a model's block; problems go into the block's list. Start with {@link
   * ModelTypes#withDefaults}, end with {@link Block#done}.
   *
   * @param name of the model in the plan
   */
  ModelSpec read(String name, Block block);
}
