package dev.rehearsal.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.standing.Resolved;
import dev.rehearsal.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UngradedTotalsTest {
  private final UngradedTotals totals = new UngradedTotals();

  @Test
  void countsMissingVerdictsOfAllRepliesByReason() {
    Map<String, Map<String, Verdict>> timeout = candidate(new Verdict.Ungraded("timeout"));
    Map<String, Map<String, Verdict>> graded = candidate(Verdict.graded(true));

    totals.add(new Resolved(1, "u", List.of(), timeout, List.of(graded, timeout)), Set.of());

    assertThat(totals.snapshot())
        .isEqualTo(Map.of(new Progress.Ungraded("lies", "candidate", "timeout"), 2L));
  }

  @Test
  void leavesDecidedCategoriesAsTheyWere() {
    totals.add(prefix("timeout"), Set.of("lies"));

    assertThat(totals.snapshot()).isEmpty();
  }

  @Test
  void tellsABoundedNumberOfReasonsApart() {
    for (int i = 0; i < 100; i++) {
      totals.add(prefix("reason " + i % 50), Set.of());
    }

    assertThat(totals.snapshot())
        .hasSize(UngradedTotals.MOST_REASONS + 1)
        .containsEntry(new Progress.Ungraded("lies", "candidate", "reason 3"), 2L)
        .containsEntry(
            new Progress.Ungraded("lies", "candidate", UngradedTotals.OTHER),
            100L - 2 * UngradedTotals.MOST_REASONS);
  }

  private static Resolved prefix(String reason) {
    return new Resolved(1, List.of(), candidate(new Verdict.Ungraded(reason)));
  }

  private static Map<String, Map<String, Verdict>> candidate(Verdict verdict) {
    return Map.of("candidate", Map.of("lies", verdict));
  }
}
