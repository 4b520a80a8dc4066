package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.result.Gate;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.standing.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gates that the plan of a run after the launch has, held against what was observed: its
 * tolerances against the rates, as a run holds them against the candidate's, and its increases
 * against the rates of production before the launch, which the forecast froze.
 */
final class ObservedGates {
  /** What an increase is held against. */
  static final String REFERENCE = "production before launch";

  private ObservedGates() {}

  /** The gates of a score's run, in the order of its plan. */
  static List<Gate> of(Score score) {
    List<Gate> gates = new ArrayList<>();
    JsonNode summary = score.run().stored().summary();
    for (JsonNode category : summary.path("categories")) {
      String id = category.path("category").asText();
      // A result of before the field was there: a gate blocks unless its plan says that it does
      // not.
      boolean blocks = category.path("blocks").asBoolean(true);
      if (category.path("tolerance").isNumber()) {
        double tolerance = category.path("tolerance").asDouble();
        gates.add(
            new Gate(
                id,
                score.lane(),
                Optional.empty(),
                tolerance,
                blocks,
                rate(summary, id, score.lane(), tolerance)));
      }
      if (category.path("maxIncrease").isNumber()) {
        double most = category.path("maxIncrease").asDouble();
        increase(score, id, most)
            .ifPresent(
                verdict ->
                    gates.add(
                        new Gate(id, score.lane(), Optional.of(REFERENCE), most, blocks, verdict)));
      }
    }
    return gates;
  }

  /** Where verdicts are missing, the interval that allows for them is judged. */
  private static Gate.Verdict rate(
      JsonNode summary, String category, String lane, double tolerance) {
    for (JsonNode estimate : summary.path("estimates")) {
      if (estimate.path("category").asText().equals(category)
          && estimate.path("lane").asText().equals(lane)
          && estimate.path("slice").asText().equals(Estimate.ALL)) {
        JsonNode missing = estimate.path("highIfMissingAsBad");
        return missing.isNumber()
            ? Gate.verdict(
                estimate.path("lowIfMissingAsBad").asDouble(), missing.asDouble(), tolerance)
            : Gate.verdict(
                estimate.path("low").asDouble(0), estimate.path("high").asDouble(1), tolerance);
      }
    }
    return Gate.Verdict.UNDECIDED;
  }

  /** Of a category that was not forecast nobody knows what it was before. */
  private static Optional<Gate.Verdict> increase(Score score, String category, double most) {
    return score.results().stream()
        .filter(result -> result.category().id().equals(category))
        .findFirst()
        .map(result -> result.increase(1 - score.forecast().confidenceEach()).ratioInterval())
        .map((RatioInterval ratio) -> Gate.verdict(ratio.low(), ratio.high(), most));
  }
}
