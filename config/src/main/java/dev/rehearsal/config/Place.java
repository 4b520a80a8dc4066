package dev.rehearsal.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a block stands and what is wrong with it.
 *
 * @param path in the plan: {@code models.new}; empty for a whole file
 * @param written the block without defaults
 * @param where {@code file:line} of the block
 * @param folder the plan's own, as the user gave it
 */
record Place(String path, ConfigObject written, String where, Path folder, Problems problems) {

  /** The place of a block that stands for itself. */
  static Place of(String path, ConfigObject written, Path folder, Problems problems) {
    ConfigOrigin origin = written.origin();
    String where = Origins.describe(origin, origin.description().replaceFirst("^merge of ", ""));
    return new Place(path, written, where, folder, problems);
  }

  /**
   * The place of a block inside this one, which may be written nowhere.
   *
   * @param silent whether what is wrong with it is of no interest, because it is not there
   */
  Place inside(String key, boolean silent) {
    ConfigObject inner =
        written.get(key) instanceof ConfigObject object ? object : ConfigFactory.empty().root();
    return new Place(name(key), inner, origin(key), folder, silent ? new Problems() : problems);
  }

  /** The place of the {@code index}th block of a list. */
  Place item(String key, int index, ConfigObject item) {
    String origin = Origins.describe(item.origin(), origin(key));
    return new Place(name(key) + "[" + index + "]", item, origin, folder, problems);
  }

  String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String origin(String key) {
    ConfigValue value = written.get(key);
    return value == null ? where : Origins.describe(value.origin(), where);
  }

  void problem(String key, String message) {
    problems.add(origin(key), name(key) + " " + message);
  }

  void problem(String message) {
    problems.add(where, (path.isEmpty() ? "the plan" : path) + " " + message);
  }

  Path resolve(String file) {
    return folder.resolve(file).normalize();
  }

  Path resolve(String key, String file) {
    ConfigValue value = written.get(key);
    if (value == null) {
      return resolve(file);
    }
    if (Origins.fromCommandLine(value.origin())) {
      return Path.of(file).normalize();
    }
    Path plans = folder.toAbsolutePath().normalize();
    return Origins.file(value.origin())
        .flatMap(holder -> Optional.ofNullable(holder.normalize().getParent()))
        .filter(parent -> !parent.equals(plans))
        .map(parent -> Origins.shown(parent.resolve(file)))
        .orElseGet(() -> resolve(file));
  }
}
