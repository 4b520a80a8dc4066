package dev.rehearsal.streams.source;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the values of a field that has few: the first thousand different ones; any more are
 * counted together. Not thread-safe.
 */
final class TopCounts {
  private static final int MOST_VALUES = 1_000;
  private static final int SHOWN = 20;
  private static final String OTHERS = "(others)";

  private final Map<String, Long> counts = new HashMap<>();

  void add(String value) {
    boolean known = counts.size() < MOST_VALUES || counts.containsKey(value);
    counts.merge(known ? value : OTHERS, 1L, Long::sum);
  }

  /** The twenty most frequent, then by name. */
  Map<String, Long> top() {
    Map<String, Long> top = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN)
        .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
    return top;
  }
}
