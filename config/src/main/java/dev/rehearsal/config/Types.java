package dev.rehearsal.config;

import dev.rehearsal.RehearsalException;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything of one kind that is on the class path, by the name that a block's {@code type} calls
 * it. Immutable.
 *
 * @param <T> what a jar names in {@code META-INF/services}
 */
public final class Types<T> {
  private final Map<String, T> byName;

  private Types(Map<String, T> byName) {
    this.byName = byName;
  }

  /**
   * Looks for them.
   *
   * @param kind for people, in the singular
   * @param service that they implement
   * @param name of one
   * @throws RehearsalException when one cannot be loaded, or two have one name
   */
  public static <T> Types<T> load(String kind, Class<T> service, Function<T, String> name) {
    Map<String, T> byName = new TreeMap<>();
    try {
      for (T type : ServiceLoader.load(service)) {
        T other = byName.put(name.apply(type), type);
        if (other != null) {
          throw RehearsalException.badUsage(
              "two %ss are called %s: %s and %s; take one off the class path"
                  .formatted(
                      kind,
                      name.apply(type),
                      other.getClass().getName(),
                      type.getClass().getName()));
        }
      }
    } catch (ServiceConfigurationError e) {
      throw RehearsalException.failed("a " + kind + " cannot be loaded: " + e.getMessage(), e);
    }
    return new Types<>(byName);
  }

  /** Their names, in order, for a person to choose from. */
  public String names() {
    return String.join(", ", byName.keySet());
  }

  /** The one that the block's {@code type} names; empty, and a problem, when there is none. */
  public Optional<T> find(Block block) {
    return find(block, "");
  }

  /**
   * As {@link #find(Block)}.
   *
   * @param elsewhere where others come from; ends the problem's sentence
   */
  public Optional<T> find(Block block, String elsewhere) {
    String wanted = block.string("type");
    Optional<T> found = Optional.ofNullable(byName.get(wanted));
    if (found.isEmpty() && block.has("type")) {
      String nearest =
          Spelling.nearest(wanted, byName.keySet())
              .map(name -> "; did you mean " + name + "?")
              .orElse("");
      block.problem(
          "type",
          "must be one of %s, was \"%s\"%s%s".formatted(names(), wanted, nearest, elsewhere));
    }
    return found;
  }
}
