package dev.rehearsal.streams.pipeline;

import dev.rehearsal.standing.Resolved;
import dev.rehearsal.verdict.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Why verdicts are missing, up to the watermark: of each category until it is decided, as its
 * estimates count them. Mutable; owned by one stage.
 */
final class UngradedTotals {
  /** So many reasons of a category and lane are told apart; those that come later are one. */
  static final int MOST_REASONS = 20;

  static final String OTHER = "(other)";

  private final Map<Progress.Ungraded, Long> totals = new TreeMap<>();

  /**
   * Counts the missing verdicts of a prefix.
   *
   * @param decided categories that count no more
   */
  void add(Resolved prefix, Set<String> decided) {
    add(prefix.verdicts(), decided);
    for (Map<String, Map<String, Verdict>> repeat : prefix.repeats()) {
      add(repeat, decided);
    }
  }

  private void add(Map<String, Map<String, Verdict>> verdicts, Set<String> decided) {
    verdicts.forEach(
        (lane, categories) ->
            categories.forEach(
                (category, verdict) -> {
                  if (verdict instanceof Verdict.Ungraded missing && !decided.contains(category)) {
                    totals.merge(key(category, lane, missing.reason()), 1L, Long::sum);
                  }
                }));
  }

  private Progress.Ungraded key(String category, String lane, String reason) {
    Progress.Ungraded key = new Progress.Ungraded(category, lane, reason);
    return totals.containsKey(key) || reasons(category, lane) < MOST_REASONS
        ? key
        : new Progress.Ungraded(category, lane, OTHER);
  }

  private long reasons(String category, String lane) {
    return totals.keySet().stream()
        .filter(known -> known.category().equals(category) && known.lane().equals(lane))
        .count();
  }

  Map<Progress.Ungraded, Long> snapshot() {
    return Map.copyOf(totals);
  }
}
