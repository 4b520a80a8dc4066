package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Spelling;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

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
    String wanted = block.string("type");
    Map<String, ValueDecoderType> types = types();
    ValueDecoderType type = types.get(wanted);
    if (type == null) {
      if (!wanted.isEmpty()) {
        block.problem(
            "type",
            "must be one of %s, was \"%s\"%s; a decoder of another kind is a jar in the folder REHEARSAL_PLUGINS"
                .formatted(
                    String.join(", ", types.keySet()),
                    wanted,
                    Spelling.nearest(wanted, types.keySet())
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("")));
      }
      return new Chosen(JsonDecoderType.TYPE, new JsonDecoderType().read(block));
    }
    Chosen chosen = new Chosen(wanted, type.read(block));
    block.done();
    return chosen;
  }

  private static Map<String, ValueDecoderType> types() {
    Map<String, ValueDecoderType> types = new TreeMap<>();
    try {
      for (ValueDecoderType type : ServiceLoader.load(ValueDecoderType.class)) {
        ValueDecoderType other = types.put(type.type(), type);
        if (other != null) {
          throw RehearsalException.badUsage(
              "two decoders are called %s: %s and %s; take one off the class path"
                  .formatted(type.type(), other.getClass().getName(), type.getClass().getName()));
        }
      }
    } catch (ServiceConfigurationError e) {
      throw RehearsalException.failed("a decoder cannot be loaded: " + e.getMessage(), e);
    }
    return types;
  }
}
