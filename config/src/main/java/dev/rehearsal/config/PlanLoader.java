package dev.rehearsal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads a plan from its file: the one entry to this module. */
public final class PlanLoader {
  private PlanLoader() {}

  /**
   * The plan in {@code file}, HOCON or JSON. What is wrong with its values goes into {@code
   * problems}, and nobody may use the plan before {@link Problems#throwIfAny} has passed; the
   * owners of sources, models and graders add theirs first.
   *
   * @param sets keys and values that win over the file, as {@code --set key=value} gives them
   * @param environment what {@code ${?NAME}} stands for
   * @throws dev.rehearsal.RehearsalException when there is no plan to read: no such file, a syntax
   *     error, a missing include, a substitution without a value
   */
  public static Plan read(
      Path file, Map<String, String> sets, Map<String, String> environment, Problems problems) {
    Config parsed = parse(file, problems);
    Config overlaid = Overrides.parse(sets, problems).withFallback(parsed);
    Config resolved = Substitutions.resolve(overlaid, environment, problems);
    Path folder = file.getParent() == null ? Path.of("") : file.getParent();
    Block block = Block.of("", resolved, folder, problems);
    return new PlanReader(block, reference(), file, PlanText.of(overlaid, resolved)).read();
  }

  private static Config reference() {
    return ConfigFactory.defaultReference(PlanLoader.class.getClassLoader()).getConfig("rehearsal");
  }

  private static Config parse(Path file, Problems problems) {
    if (!Files.isRegularFile(file)) {
      problems.add("", file + ": there is no such plan; give the path of a .conf or .json file");
      problems.throwIfAny();
    }
    ConfigSyntax syntax = file.toString().endsWith(".json") ? ConfigSyntax.JSON : ConfigSyntax.CONF;
    try {
      return ConfigFactory.parseFile(
          file.toAbsolutePath().normalize().toFile(),
          ConfigParseOptions.defaults()
              .setAllowMissing(false)
              .setSyntax(syntax)
              .setIncluder(new FileIncluder()));
    } catch (FileIncluder.IncludeRefused e) {
      problems.add(Syntax.lineOf(e.what(), file), String.valueOf(e.getMessage()));
      problems.throwIfAny();
      throw e;
    } catch (ConfigException e) {
      problems.add(Syntax.origin(e, file), Syntax.message(e));
      problems.throwIfAny();
      throw e;
    }
  }
}
