package dev.rehearsal.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** The keys of one block that a reader asked for, and what is wrong with their values. */
final class Asked {
  private final Values values;
  private final Place place;
  private final Set<String> read = new LinkedHashSet<>();

  Asked(Values values, Place place) {
    this.values = values;
    this.place = place;
  }

  /** True when the key has a value that is not null. */
  boolean has(String key) {
    read.add(key);
    return values.has(key);
  }

  /** Notes that the key is wrong. */
  void problem(String key, String message) {
    place.problem(key, message);
  }

  /** The value of a key, or the stand-in when it is missing or of another kind. */
  <T> T required(String key, String kind, T standIn, Function<String, T> get) {
    if (!has(key)) {
      place.problem(key, "is missing");
      return standIn;
    }
    try {
      return get.apply(ConfigUtil.quoteString(key));
    } catch (ConfigException e) {
      place.problem(key, "must be " + kind + ", was " + values.shown(key));
      return standIn;
    }
  }

  /** Notes every key of the block that nobody asked for. */
  void done() {
    for (String key : values.keys()) {
      if (!read.contains(key)) {
        String nearest =
            Spelling.nearest(key, read).map(n -> "; did you mean " + n + "?").orElse("");
        place.problem(key, "is not a key of this block" + nearest);
      }
    }
  }
}
