package dev.rehearsal.standing;

import dev.rehearsal.dependence.Share;
import dev.rehearsal.estimate.RateSequence;
import java.util.List;

/**
 * The strata that a sample was drawn from, each as densely as the plan says, and what they are of
 * the population that a category is about.
 *
 * @param field dotted path of the attribute that tells them, one of the slices
 * @param layers at least one; the named ones, and {@link #OTHERWISE} if other values are drawn
 */
public record Stratification(String field, List<Layer> layers) {
  /** The name of the stratum of all values that the plan does not name. */
  public static final String OTHERWISE = "(otherwise)";

  /**
   * One stratum.
   *
   * @param name the attribute's value
   * @param share of the population that the category is about; where {@code membership} is to be
   *     told, of all
   * @param sampled which part of the sample is expected to be of it, within [0, 1]
   * @param sequence how its rate is estimated
   * @param membership whether only grading tells which prefixes belong to the population
   */
  public record Layer(
      String name, Share share, double sampled, RateSequence sequence, boolean membership) {}

  public Stratification {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("there must be a stratum of " + field);
    }
  }

  /**
   * The name of the stratum that a prefix was drawn from.
   *
   * @throws IllegalArgumentException if the prefix has no slice of the field
   */
  String of(Resolved prefix) {
    String start = field + "=";
    String value =
        prefix.slices().stream()
            .filter(slice -> slice.startsWith(start))
            .map(slice -> slice.substring(start.length()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no " + field + " in " + prefix.slices()));
    return layers.stream().anyMatch(layer -> layer.name().equals(value)) ? value : OTHERWISE;
  }
}
