package dev.rehearsal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of {@code ${name}}: the plan's own first, then the environment's. */
final class Substitutions {
  private static final int MOST_PROBLEMS = 50;
  private static final Pattern UNRESOLVED =
      Pattern.compile(
          "^(.*?): (\\d+)(?:-\\d+)?: Could not resolve substitution to a value: "
              + "\\$\\{\\??([^}]+)}$",
          Pattern.DOTALL);

  private Substitutions() {}

  /**
   * The config with every substitution done.
   *
   * @throws dev.rehearsal.RehearsalException naming every substitution that has no value
   */
  static Config resolve(Config config, Map<String, String> environment, Problems problems) {
    Map<String, String> missing = new HashMap<>();
    Config resolved = config;
    boolean done = false;
    while (!done && missing.size() < MOST_PROBLEMS) {
      try {
        resolved =
            config.resolve(
                ConfigResolveOptions.noSystem()
                    .appendResolver(new Environment(environment, missing)));
        done = true;
      } catch (ConfigException.UnresolvedSubstitution e) {
        Matcher name = UNRESOLVED.matcher(String.valueOf(e.getMessage()));
        if (!name.matches() || missing.put(name.group(3), "") != null) {
          problems.add(Syntax.origin(e, Path.of("")), circle(e));
          break;
        }
        problems.add(
            Origins.describe(e.origin(), name.group(1)),
            "${%s} has no value: the plan has no such key, the environment no such variable; %s"
                .formatted(name.group(3), "set it, or write ${?" + name.group(3) + "}"));
      }
    }
    if (!missing.isEmpty() || !done) {
      problems.throwIfAny();
    }
    return resolved;
  }

  private static String circle(ConfigException e) {
    return "substitutions go round in a circle: "
        + String.valueOf(e.getMessage()).replaceFirst("(?s)^.*substitutions involving ", "");
  }

  /** Looks up variables; those found missing before get a stand-in, so that the next one shows. */
  private record Environment(Map<String, String> environment, Map<String, String> missing)
      implements ConfigResolver {

    @Override
    public @Nullable ConfigValue lookup(String name) {
      String value = environment.getOrDefault(name, missing.get(name));
      return value == null
          ? null
          : ConfigValueFactory.fromAnyRef(value, Origins.ENVIRONMENT + name);
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }
}
