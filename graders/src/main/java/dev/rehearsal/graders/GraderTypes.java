package dev.rehearsal.graders;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Spelling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

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
    Map<String, GraderType> types = types();
    Config defaults = ConfigFactory.defaultReference();
    Map<String, GraderSpec> specs = new LinkedHashMap<>();
    blocks.forEach(
        (name, block) -> {
          String type = block.string("type");
          GraderType found = types.get(type);
          if (found != null) {
            specs.put(name, found.read(withDefaults(block, type, defaults)));
          } else if (block.has("type")) {
            block.problem("type", unknown(type, types));
          }
        });
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

  private static String unknown(String type, Map<String, GraderType> types) {
    return "must be one of %s, was \"%s\"%s"
        .formatted(
            String.join(", ", types.keySet()),
            type,
            Spelling.nearest(type, types.keySet())
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(""));
  }

  private static Map<String, GraderType> types() {
    Map<String, GraderType> types = new TreeMap<>();
    try {
      for (GraderType type : ServiceLoader.load(GraderType.class)) {
        GraderType other = types.put(type.type(), type);
        if (other != null) {
          throw RehearsalException.badUsage(
              "two grader types are called %s: %s and %s; take one off the class path"
                  .formatted(type.type(), other.getClass().getName(), type.getClass().getName()));
        }
      }
    } catch (ServiceConfigurationError e) {
      throw RehearsalException.failed("a grader type cannot be loaded: " + e.getMessage(), e);
    }
    return types;
  }
}
