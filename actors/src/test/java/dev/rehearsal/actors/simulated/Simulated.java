package dev.rehearsal.actors.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import java.nio.file.Path;
import java.util.List;

/** Simulated models for tests, from the text of a plan's block. */
public final class Simulated {
  private Simulated() {}

  public static SimulatedBehaviour of(String hocon) {
    Problems problems = new Problems();
    SimulatedSettings settings = read(hocon, problems);
    problems.throwIfAny();
    return new SimulatedBehaviour(settings);
  }

  public static SimulatedSettings read(String hocon, Problems problems) {
    return SimulatedSettings.read(
        Block.of("models.new", ConfigFactory.parseString(hocon), Path.of(""), problems)
            .withDefaults(
                ConfigFactory.defaultReference().getConfig("rehearsal.models.simulated")));
  }

  public static List<JsonNode> messages(String text) {
    return List.of(JsonNodeFactory.instance.objectNode().put("role", "user").put("content", text));
  }
}
