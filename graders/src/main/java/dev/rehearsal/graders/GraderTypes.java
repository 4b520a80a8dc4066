package dev.rehearsal.graders;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Types;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the graders of a plan, whatever their types; the one entry to this module. */
public final class GraderTypes {
  private GraderTypes() {}

  /**
   * Reads and validates every grader block. Problems go into the blocks' list; a block of unknown
   * type is a problem and has no entry in the answer.
   *
   * @param blocks the plan's graders by name
   * @throws RehearsalException when a grader type on the class path cannot be loaded
   */
  public static Map<String, GraderSpec> read(Map<String, Block> blocks) {
    Types<GraderType> types = Types.load("grader type", GraderType.class, GraderType::type);
    Config defaults = ConfigFactory.defaultReference();
    Map<String, GraderSpec> specs = new LinkedHashMap<>();
    blocks.forEach(
        (name, block) ->
            types
                .find(block)
                .ifPresent(
                    type ->
                        specs.put(name, type.read(withDefaults(block, type.type(), defaults)))));
    return specs;
  }

  private static Block withDefaults(Block block, String type, Config defaults) {
    String path = "rehearsal.graders." + ConfigUtil.quoteString(type);
    Block whole =
        defaults.hasPath(path)
            ? block.withDefaults(defaults.getConfig(path))
            : block.withDefaults(ConfigFactory.empty());
    // Known to every type, so that none has to read it.
    whole.has("type");
    return whole;
  }
}
