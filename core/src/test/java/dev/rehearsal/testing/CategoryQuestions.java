package dev.rehearsal.testing;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.standing.CategoryQuestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Questions for tests of what stands around the estimators. */
public final class CategoryQuestions {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  private CategoryQuestions() {}

  /** Whether a category's rate in the lane {@code production} is below or above a threshold. */
  public static CategoryQuestion threshold(String id, double threshold, int lookEvery) {
    return new CategoryQuestion(
        id,
        "all",
        OptionalLong.empty(),
        List.of("production"),
        List.of(),
        Map.of("production", LU7),
        LU7,
        List.of(new StopRule.Threshold(threshold)),
        Optional.empty(),
        0.05,
        0.05,
        lookEvery,
        true);
  }
}
