package dev.rehearsal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One block of a plan, with its origin. A reader asks for every key it knows, then calls {@link
 * #done}: keys that nobody asked for are problems. A bad value is a problem too, and reads as a
 * harmless stand-in, so that all problems come out at once; nobody may use what was read before
 * {@link Problems#throwIfAny} has passed. Not thread-safe.
 */
public final class Block {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String path;
  private final Config config;
  private final Path folder;
  private final Problems problems;
  private final Set<String> read = new LinkedHashSet<>();

  private Block(String path, Config config, Path folder, Problems problems) {
    this.path = path;
    this.config = config;
    this.folder = folder;
    this.problems = problems;
  }

  /**
   * A block read from {@code config}.
   *
   * @param path where it stands in the plan; empty for a whole file
   * @param folder what relative files are taken from
   * @param problems where what is wrong goes
   */
  public static Block of(String path, Config config, Path folder, Problems problems) {
    return new Block(path, config, folder, problems);
  }

  /** Where the block stands in the plan: {@code models.new}; empty for the whole plan. */
  public String path() {
    return path;
  }

  /** The same block with {@code defaults} for the keys that it leaves out. */
  public Block withDefaults(Config defaults) {
    return new Block(path, config.withFallback(defaults), folder, problems);
  }

  /** True when the key has a value that is not null. */
  public boolean has(String key) {
    read.add(key);
    return config.hasPath(ConfigUtil.quoteString(key));
  }

  public String string(String key) {
    return required(key, "", config::getString);
  }

  public Optional<String> optionalString(String key) {
    return has(key) ? Optional.of(string(key)) : Optional.empty();
  }

  /** A value that will never be shown. */
  public Optional<Secret> secret(String key) {
    return optionalString(key).map(Secret::new);
  }

  public boolean flag(String key) {
    return required(key, false, config::getBoolean);
  }

  /** A whole number within [min, max]. */
  public long integer(String key, long min, long max) {
    long value = required(key, min, config::getLong);
    return within(key, value, min, max) ? value : min;
  }

  /** A number within [min, max]. */
  public double number(String key, double min, double max) {
    double value = required(key, min, config::getDouble);
    return within(key, value, min, max) ? value : min;
  }

  /** A time with its unit, such as {@code 60s}; longer than nothing. */
  public Duration duration(String key) {
    Duration value = required(key, Duration.ofSeconds(1), config::getDuration);
    if (value.isNegative() || value.isZero()) {
      problem(key, "must be longer than 0, was " + raw(key));
    }
    return value;
  }

  /** A size with its unit, such as {@code 8MiB}, in bytes; at least 1. */
  public long bytes(String key) {
    long value = required(key, 1L, config::getBytes);
    return within(key, value, 1, Long.MAX_VALUE) ? value : 1;
  }

  public List<String> strings(String key) {
    return required(key, List.of(), config::getStringList);
  }

  /** An object of texts; empty when the key is missing. */
  public Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalBlock(key)
        .ifPresent(b -> b.config.root().keySet().forEach(k -> texts.put(k, b.string(k))));
    return texts;
  }

  /**
   * A file or folder. A relative one is taken from the folder of the file that names it, so that an
   * included taxonomy finds its rubrics; from the plan's own folder when no file names it.
   */
  public Path file(String key) {
    String file = string(key);
    ConfigValue value = config.root().get(key);
    String origin = value == null ? null : value.origin().filename();
    Path parent =
        origin == null || origin.startsWith("merge of ") ? null : Path.of(origin).getParent();
    return parent == null ? resolve(file) : parent.resolve(file).normalize();
  }

  /** {@code file} seen from the plan's own folder. */
  public Path resolve(String file) {
    return folder.resolve(file).normalize();
  }

  /** One of {@code values}, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> values) {
    String text = string(key);
    List<String> names = new ArrayList<>();
    for (E value : values.getEnumConstants()) {
      String name = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text)) {
        return value;
      }
      names.add(name);
    }
    if (has(key)) {
      problem(key, "must be one of " + String.join(", ", names) + ", was \"" + text + "\"");
    }
    return values.getEnumConstants()[0];
  }

  /** The value as JSON, whatever its type; a missing node when there is none. */
  public JsonNode json(String key) {
    if (!has(key)) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(
          config.getValue(ConfigUtil.quoteString(key)).render(ConfigRenderOptions.concise()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("HOCON renders as JSON", e);
    }
  }

  /** The whole block as JSON; for digests. Never of a block that may hold a secret. */
  public JsonNode json() {
    try {
      return JSON.readTree(config.root().render(ConfigRenderOptions.concise()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("HOCON renders as JSON", e);
    }
  }

  /** A block inside this one; empty, and so full of missing keys, when there is none. */
  public Block block(String key) {
    return child(key, required(key, ConfigFactory.empty(), config::getConfig));
  }

  public Optional<Block> optionalBlock(String key) {
    return has(key) ? Optional.of(block(key)) : Optional.empty();
  }

  /** A list of blocks; empty when the key is missing. */
  public List<Block> blocks(String key) {
    List<Block> blocks = new ArrayList<>();
    if (has(key)) {
      int index = 0;
      for (Config item : required(key, List.<Config>of(), config::getConfigList)) {
        blocks.add(child(key + "[" + index++ + "]", item));
      }
    }
    return blocks;
  }

  /** The blocks inside this one by name, in the order of their names; other values are problems. */
  public Map<String, Block> named() {
    Map<String, Block> named = new LinkedHashMap<>();
    config.root().keySet().stream().sorted().forEach(key -> named.put(key, block(key)));
    return named;
  }

  /** True when the value is an object. */
  public boolean isBlock(String key) {
    return has(key)
        && config.getValue(ConfigUtil.quoteString(key)).valueType() == ConfigValueType.OBJECT;
  }

  /** The names of the keys that stand in the block, in order of name. */
  public List<String> keys() {
    return config.root().keySet().stream().sorted().toList();
  }

  /** Notes that {@code key} is wrong: {@code message} goes on from the key's name. */
  public void problem(String key, String message) {
    problems.add(origin(key), name(key) + " " + message);
  }

  /** Notes that the block itself is wrong. */
  public void problem(String message) {
    problems.add(describe(config.origin()), (path.isEmpty() ? "the plan" : path) + " " + message);
  }

  /** Call when every known key was asked for: what is left is unknown. */
  public void done() {
    for (Map.Entry<String, ConfigValue> entry : config.root().entrySet()) {
      String key = entry.getKey();
      if (!read.contains(key)) {
        String nearest =
            Spelling.nearest(key, read).map(n -> "; did you mean " + n + "?").orElse("");
        problems.add(
            describe(entry.getValue().origin()),
            name(key) + " is not a key of this block" + nearest);
      }
    }
  }

  /** {@code file:line} of a key, or of the block when the key is missing. */
  public String origin(String key) {
    ConfigValue value = config.root().get(key);
    return describe(value == null ? config.origin() : value.origin());
  }

  private Block child(String key, Config value) {
    return new Block(name(key), value, folder, problems);
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private String raw(String key) {
    return config.getValue(ConfigUtil.quoteString(key)).render(ConfigRenderOptions.concise());
  }

  private <T> T required(String key, T standIn, Function<String, T> get) {
    if (!has(key)) {
      problem(key, "is missing");
      return standIn;
    }
    try {
      return get.apply(ConfigUtil.quoteString(key));
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      problem(key, "has the wrong type or unit: " + shown(key));
      return standIn;
    }
  }

  private String shown(String key) {
    return key.contains("key") || key.contains("password") || key.contains("secret")
        ? "***"
        : raw(key);
  }

  private boolean within(String key, double value, double min, double max) {
    if (value >= min && value <= max) {
      return true;
    }
    problem(
        key,
        max == Double.MAX_VALUE || max == Long.MAX_VALUE || max == Integer.MAX_VALUE
            ? "must be at least " + plain(min) + ", was " + raw(key)
            : "must be within [" + plain(min) + ", " + plain(max) + "], was " + raw(key));
    return false;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String describe(ConfigOrigin origin) {
    String file = origin.filename() != null ? origin.filename() : origin.description();
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
  }
}
