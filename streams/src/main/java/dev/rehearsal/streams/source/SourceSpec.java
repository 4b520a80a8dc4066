package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;

/** A validated source block, ready to be opened. */
public interface SourceSpec {

  /** The settings that can change an observation; hashed into the run's digest. No secrets. */
  JsonNode canonical();

  /** Whether prefixes are admitted as they arrive, and not in random order. */
  default boolean arrives() {
    return false;
  }

  /**
   * Whether it is a stream: it goes on by itself after what was read, and may be sampled by
   * fractions that change.
   */
  default boolean goesOn() {
    return false;
  }

  /**
   * Opens the source. A finite log is read through once here, which blocks the calling thread; a
   * source that is admitted as it arrives is not read before its prefixes are asked for.
   *
   * @throws dev.rehearsal.RehearsalException when there is nothing to read, a file is damaged or
   *     changes while it is read, more than the allowed share is unusable, or nothing is left
   */
  PreparedSource open(Preparation preparation);
}
