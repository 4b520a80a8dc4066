package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Types;
import java.util.Optional;

/** Finds the type that a plan's source block names, and lets it read the block. */
public final class Sources {
  private Sources() {}

  /**
   * Reads the block; an unknown type is a problem, and reads as a source that cannot be opened.
   *
   * @throws dev.rehearsal.RehearsalException when a type on the class path cannot be loaded
   */
  public static SourceSpec read(Block source) {
    Optional<SourceType> type =
        Types.load("source type", SourceType.class, SourceType::type).find(source);
    return type.isPresent() ? type.get().read(source) : new Unreadable();
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
