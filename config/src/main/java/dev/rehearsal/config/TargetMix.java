package dev.rehearsal.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A population that differs from the log in one attribute.
 *
 * @param field dotted path of the attribute, one of the sample's slices
 * @param shares of the population by value, each above 0; they sum to 1
 */
public record TargetMix(String field, Map<String, Double> shares) {
  public TargetMix {
    shares = Collections.unmodifiableMap(new TreeMap<>(shares));
  }

  /** The shares by slice, such as {@code meta.language=de}. */
  public Map<String, Double> bySlice() {
    Map<String, Double> bySlice = new LinkedHashMap<>();
    shares.forEach((value, share) -> bySlice.put(field + "=" + value, share));
    return bySlice;
  }
}
