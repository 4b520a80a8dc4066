package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Spelling;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the type that a plan's source block names, and lets it read the block. */
public final class Sources {
  private Sources() {}

  /** Reads the block; an unknown type is a problem, and reads as a source that cannot be opened. */
  public static SourceSpec read(Block source) {
    Map<String, SourceType> types = new TreeMap<>();
    ServiceLoader.load(SourceType.class).forEach(type -> types.put(type.type(), type));
    String wanted = source.string("type");
    SourceType type = types.get(wanted);
    if (type != null) {
      return type.read(source);
    }
    if (!wanted.isEmpty()) {
      source.problem(
          "type",
          "must be one of %s, was \"%s\"%s"
              .formatted(
                  String.join(", ", types.keySet()),
                  wanted,
                  Spelling.nearest(wanted, types.keySet())
                      .map(nearest -> "; did you mean " + nearest + "?")
                      .orElse("")));
    }
    return new Unreadable();
  }

  /** Stands in for a block that has problems. */
  private record Unreadable() implements SourceSpec {
    @Override
    public JsonNode canonical() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public boolean arrives() {
      return true;
    }

    @Override
    public boolean goesOn() {
      return true;
    }

    @Override
    public PreparedSource open(Preparation preparation) {
      throw new IllegalStateException("a plan with problems cannot be run");
    }
  }
}
