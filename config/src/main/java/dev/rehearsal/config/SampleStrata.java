package dev.rehearsal.config;

import dev.rehearsal.standing.Stratification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Parts of a log, by the value of one attribute, that are sampled more or less densely.
 *
 * @param field dotted path of the attribute
 * @param fractions of each value's conversations, within (0, 1]; at least one
 * @param otherwise fraction of the conversations with any other value or none, within (0, 1]; empty
 *     if there may be none
 */
public record SampleStrata(String field, Map<String, Double> fractions, OptionalDouble otherwise) {
  public SampleStrata {
    fractions = Collections.unmodifiableMap(new TreeMap<>(fractions));
  }

  /** The values that have a fraction of their own, in order, then the others if they have one. */
  public List<String> names() {
    List<String> names = new ArrayList<>(fractions.keySet());
    otherwise.ifPresent(fraction -> names.add(Stratification.OTHERWISE));
    return names;
  }

  /** The fraction of conversations with this value; empty if there may be none. */
  public OptionalDouble fraction(String value) {
    Double own = fractions.get(value);
    return own == null ? otherwise : OptionalDouble.of(own);
  }
}
