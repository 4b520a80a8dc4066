package dev.rehearsal.graders;

import dev.rehearsal.config.Block;

/**
 * A kind of grader, found by {@link java.util.ServiceLoader}: the way to add graders from outside.
 */
public interface GraderType {

  /** What {@code type} says in the plan. */
  String type();

  /** Reads and validates a grader's block; problems go into the block's list. */
  GraderSpec read(Block block);
}
