package dev.rehearsal.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One block of a plan, with its origin. A reader asks for every key it knows, then calls {@link
 * #done}: keys that nobody asked for are problems. A bad value is a problem too, and reads as a
 * harmless stand-in, so that all problems come out at once; nobody may use what was read before
 * {@link Problems#throwIfAny} has passed. Not thread-safe.
 */
public final class Block {
  private final Config config;
  private final Values values;
  private final Place place;
  private final Asked asked;
  private final Amounts amounts;

  private Block(Config config, Place place) {
    this.config = config;
    this.values = new Values(config);
    this.place = place;
    this.asked = new Asked(values, place);
    this.amounts = new Amounts(asked, values, config);
  }

  /**
   * A block read from {@code config}.
   *
   * @param path where it stands in the plan; empty for a whole file
   * @param folder what relative files are taken from
   * @param problems where what is wrong goes
   */
  public static Block of(String path, Config config, Path folder, Problems problems) {
    return new Block(config, Place.of(path, config.root(), folder, problems));
  }

  /** Where the block stands in the plan: {@code models.new}; empty for the whole plan. */
  public String path() {
    return place.path();
  }

  /** The same block with {@code defaults} for the keys that it leaves out. */
  public Block withDefaults(Config defaults) {
    return new Block(Defaults.fill(config.root(), defaults.root()).toConfig(), place);
  }

  /** True when the key has a value that is not null. */
  public boolean has(String key) {
    return asked.has(key);
  }

  public String string(String key) {
    return asked.required(key, "a text", "", config::getString);
  }

  public Optional<String> optionalString(String key) {
    return has(key) ? Optional.of(string(key)) : Optional.empty();
  }

  /** A value that will never be shown. */
  public Optional<Secret> secret(String key) {
    return optionalString(key).map(Secret::new);
  }

  /** On or off; {@code true}, {@code yes} and their opposites will do too. */
  public boolean flag(String key) {
    return asked.required(key, "on or off", false, config::getBoolean);
  }

  /** A whole number within [min, max]. */
  public long integer(String key, long min, long max) {
    return amounts.integer(key, min, max);
  }

  /** A whole number within [min, max], or nothing when the key is missing or null. */
  public OptionalLong optionalInteger(String key, long min, long max) {
    return has(key) ? OptionalLong.of(integer(key, min, max)) : OptionalLong.empty();
  }

  /** A number within [min, max]. */
  public double number(String key, double min, double max) {
    return amounts.number(key, min, max);
  }

  /** A number above {@code min} and below {@code max}, or nothing; infinity for no upper bound. */
  public OptionalDouble optionalBetween(String key, double min, double max) {
    return has(key) ? OptionalDouble.of(between(key, min, max)) : OptionalDouble.empty();
  }

  /** A number above {@code min} and below {@code max}; infinity for no upper bound. */
  public double between(String key, double min, double max) {
    return amounts.between(key, min, max);
  }

  /** A part of a whole: above 0 and at most 1. */
  public double share(String key) {
    return amounts.share(key);
  }

  /** A time with its unit, such as {@code 60s}; longer than nothing. */
  public Duration duration(String key) {
    return amounts.duration(key);
  }

  /** A size with its unit, such as {@code 8MiB}, in bytes; at least 1. */
  public long bytes(String key) {
    return amounts.bytes(key);
  }

  public List<String> strings(String key) {
    return asked.required(key, "a list of texts", List.of(), config::getStringList);
  }

  /** An object of texts; empty when the key is missing. */
  public Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalBlock(key).ifPresent(b -> b.keys().forEach(k -> texts.put(k, b.string(k))));
    return texts;
  }

  /** A file or folder; relative ones as in {@link #resolve(String, String)}. */
  public Path file(String key) {
    return resolve(key, string(key));
  }

  /** {@code file} seen from the plan's own folder. */
  public Path resolve(String file) {
    return place.resolve(file);
  }

  /**
   * {@code file} seen from the folder of the file in which {@code key} was written, which may be
   * one that the plan includes; from the working directory when it came with {@code --set}.
   */
  public Path resolve(String key, String file) {
    return place.resolve(key, file);
  }

  /** One of {@code values}, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> values) {
    String text = string(key);
    E[] all = values.getEnumConstants();
    for (E value : all) {
      if (Wording.name(value).equals(text)) {
        return value;
      }
    }
    if (has(key)) {
      problem(key, "must be one of " + Wording.names(all) + ", was " + shown(key));
    }
    return all[0];
  }

  /** The value as JSON, whatever its type; a missing node when there is none. */
  public JsonNode json(String key) {
    return has(key) ? Values.json(values.get(key)) : MissingNode.getInstance();
  }

  /** The whole block as JSON; for digests. Never of a block that may hold a secret. */
  public JsonNode json() {
    return Values.json(config.root());
  }

  /** A block inside this one. When there is none, that is the one problem it is good for. */
  public Block block(String key) {
    Config none = ConfigFactory.empty();
    Config inside = asked.required(key, "a block", none, config::getConfig);
    return new Block(inside, place.inside(key, inside == none));
  }

  public Optional<Block> optionalBlock(String key) {
    return has(key) ? Optional.of(block(key)) : Optional.empty();
  }

  /** A list of blocks; empty when the key is missing. */
  public List<Block> blocks(String key) {
    List<Block> blocks = new ArrayList<>();
    if (has(key)) {
      for (Config item :
          asked.required(key, "a list of blocks", List.<Config>of(), values::blocks)) {
        blocks.add(new Block(item, place.item(key, blocks.size(), item.root())));
      }
    }
    return blocks;
  }

  /** The blocks inside this one by name, in the order of their names; other values are problems. */
  public Map<String, Block> named() {
    Map<String, Block> named = new LinkedHashMap<>();
    keys().forEach(key -> named.put(key, block(key)));
    return named;
  }

  /** True when the value is an object. */
  public boolean isBlock(String key) {
    return values.isBlock(key);
  }

  /** The names of the keys that stand in the block, in order of name. */
  public List<String> keys() {
    return values.keys();
  }

  /** A text that somebody else will read and judge; empty when it is missing or no text. */
  Optional<String> peek(String key) {
    return values.text(key);
  }

  /** Notes that {@code key} is wrong: {@code message} goes on from the key's name. */
  public void problem(String key, String message) {
    place.problem(key, message);
  }

  /** Notes that the block itself is wrong. */
  public void problem(String message) {
    place.problem(message);
  }

  /** Call when every known key was asked for: what is left is unknown. */
  public void done() {
    asked.done();
  }

  /** {@code file:line} of a key, or of the block when the plan does not hold the key. */
  public String origin(String key) {
    return place.origin(key);
  }

  /** The environment variable that gave the value of a key, if one did. */
  public Optional<String> variable(String key) {
    return values.variable(key);
  }

  /**
   * The value of a key as a message may show it: {@code ***} for secrets and for whatever the
   * environment gave.
   */
  public String shown(String key) {
    return values.shown(key);
  }
}
