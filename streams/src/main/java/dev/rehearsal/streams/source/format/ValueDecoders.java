package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Types;
import java.util.Optional;

/** Finds the decoder that a source names. */
public final class ValueDecoders {
  private ValueDecoders() {}

  /**
   * A decoder by its name.
   *
   * @param type as the plan has it
   */
  public record Chosen(String type, ValueDecoderType.Spec spec) {
    /**
     * Empty for messages that are JSON: their runs are what they were before there was a choice.
     */
    public Optional<JsonNode> canonical() {
      return type.equals(JsonDecoderType.TYPE)
          ? Optional.empty()
          : Optional.of(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("type", type)
                  .set("settings", spec.canonical()));
    }
  }

  /** Reads {@code decoder} of a source's block; an unknown type is a problem, and reads as JSON. */
  public static Chosen read(Block source) {
    Block block = source.block("decoder").withDefaults(ConfigFactory.empty());
    Optional<ValueDecoderType> type =
        Types.load("decoder", ValueDecoderType.class, ValueDecoderType::type)
            .find(block, "; a decoder of another kind is a jar in the folder REHEARSAL_PLUGINS");
    if (type.isEmpty()) {
      return new Chosen(JsonDecoderType.TYPE, new JsonDecoderType().read(block));
    }
    Chosen chosen = new Chosen(type.get().type(), type.get().read(block));
    block.done();
    return chosen;
  }
}
