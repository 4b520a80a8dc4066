package dev.rehearsal.streams.source;

import dev.rehearsal.config.Block;

/**
 * A kind of source, found by {@link java.util.ServiceLoader}: the way to add sources from outside.
 */
public interface SourceType {

  /** What {@code type} says in the plan. */
  String type();

  /**
   * Reads and validates a source's block; problems go into the block's list. Opens nothing: whether
   * the files are there shows when the source is opened.
   */
  SourceSpec read(Block block);
}
