package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.config.Block;

/**
 * A kind of decoder, found by {@link java.util.ServiceLoader}: the way to read messages that are
 * not JSON. {@code examples/decoder} is one.
 */
public interface ValueDecoderType {

  /** What {@code source.decoder.type} says in the plan. */
  String type();

  /**
   * Reads and validates the decoder's block; problems go into the block's list. Opens nothing. The
   * caller has read {@code type}, and looks for keys that nobody read.
   */
  Spec read(Block block);

  /** A decoder that can be opened. */
  interface Spec {
    /**
     * What of its settings can change what a message says: part of the run's digest, so that a run
     * goes on with the same decoder only. No secret, no address of a copy of the same thing.
     */
    JsonNode canonical();

    /**
     * Opens it.
     *
     * @throws dev.rehearsal.RehearsalException when it cannot work: the run does not begin
     */
    ValueDecoder open();
  }
}
