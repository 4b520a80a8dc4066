package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.config.SampleStrata;
import dev.rehearsal.conversation.Attributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values by which rates are shown apart. Every one has estimates of its own, so a path has at
 * most {@link #MOST_VALUES}: those that come first in the order of the log, which no run changes;
 * what comes later is {@code (other)}. Thread-safe.
 */
public final class Slices {
  /** Of one path. */
  static final int MOST_VALUES = 200;

  /** Where the record has no such field. */
  static final String NONE = "(none)";

  /** Where the path has its values already. */
  static final String OTHER = "(other)";

  private final Map<String, Set<String>> values = new HashMap<>();
  private final List<String> paths;
  private boolean complete;

  /**
   * @param paths dotted, of attributes
   * @param strata of which every value that has a fraction is known from the start
   */
  public Slices(List<String> paths, Optional<SampleStrata> strata) {
    this.paths = List.copyOf(paths);
    this.paths.forEach(path -> values.put(path, new HashSet<>()));
    strata.ifPresent(s -> values.put(s.field(), new HashSet<>(s.fractions().keySet())));
  }

  /** Value by path. */
  public synchronized Map<String, String> of(ObjectNode attributes) {
    Map<String, String> slices = new LinkedHashMap<>();
    for (String path : paths) {
      JsonNode value = Attributes.at(attributes, path);
      slices.put(path, value.isValueNode() && !value.isNull() ? known(path, value.asText()) : NONE);
    }
    return slices;
  }

  /** Takes over values that were given before. */
  public synchronized void restore(Map<String, String> given) {
    given.forEach(
        (path, value) -> {
          if (!value.equals(OTHER) && !value.equals(NONE)) {
            known(path, value);
          }
        });
  }

  /** The log was read once: a value that is not known by now never will be. */
  synchronized void complete() {
    complete = true;
  }

  private String known(String path, String value) {
    Set<String> known = values.getOrDefault(path, Set.of());
    if (known.contains(value)) {
      return value;
    }
    if (complete || known.size() >= MOST_VALUES) {
      return OTHER;
    }
    known.add(value);
    return value;
  }
}
