package dev.rehearsal.standing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of prefixes, in all categories.
 *
 * @param prefixes how many they are
 * @param categories by id; a category without any may be absent
 */
public record RunCounts(long prefixes, Map<String, CategoryCounts> categories) {
  /** Nothing counted yet. */
  public static final RunCounts NONE = new RunCounts(0, Map.of());

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public RunCounts {
    if (prefixes < 0) {
      throw new IllegalArgumentException("prefixes must not be negative, were " + prefixes);
    }
    categories = Map.copyOf(categories);
  }

  /** One prefix, to which each lane replied once. */
  public static RunCounts of(List<CategoryQuestion> questions, Resolved prefix) {
    Map<String, CategoryCounts> categories = new LinkedHashMap<>();
    questions.forEach(q -> categories.put(q.id(), CategoryCounts.of(q, prefix)));
    return new RunCounts(1, categories);
  }

  /** The sum of both. */
  public RunCounts plus(RunCounts other) {
    Map<String, CategoryCounts> all = new TreeMap<>(categories);
    other.categories.forEach((id, counts) -> all.merge(id, counts, CategoryCounts::plus));
    return new RunCounts(prefixes + other.prefixes, all);
  }

  /** The estimates and comparisons that one run of all these prefixes would have. */
  public Standing standing(List<CategoryQuestion> questions) {
    return new Standing(
        prefixes,
        questions.stream()
            .map(
                q ->
                    CategoryEstimator.standing(
                        q, categories.getOrDefault(q.id(), CategoryCounts.NONE)))
            .toList());
  }
}
