package dev.rehearsal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One key of a plan with a new value, given while a run goes on. It is read like the plan's own, so
 * that what is wrong with it is said in the same words.
 *
 * @param path the names that the key is made of, at least one
 * @param block the innermost block of the key, with this value in it and no other
 */
public record Setting(List<String> path, Block block) {
  public Setting {
    path = List.copyOf(path);
  }

  /**
   * Parses one as {@code --set} does.
   *
   * @throws dev.rehearsal.RehearsalException with exit code 2 when it is no key and value
   */
  public static Setting parse(String key, String value, Problems problems) {
    Config config = Overrides.parse(Map.of(key, value), problems);
    problems.throwIfAny();
    try {
      List<String> path = ConfigUtil.splitPath(key);
      List<String> outer = path.subList(0, path.size() - 1);
      String inside = outer.isEmpty() ? "" : ConfigUtil.joinPath(outer);
      return new Setting(
          path,
          Block.of(
              String.join(".", outer),
              outer.isEmpty() ? config : config.getConfig(inside),
              Path.of(""),
              problems));
    } catch (ConfigException e) {
      throw new IllegalStateException("a key that was parsed before", e);
    }
  }

  /** The last name of the key. */
  public String name() {
    return path.get(path.size() - 1);
  }

  /** The whole key. */
  public String key() {
    return String.join(".", path);
  }
}
