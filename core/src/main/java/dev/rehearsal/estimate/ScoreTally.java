package dev.rehearsal.estimate;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts scores in a memory that does not grow with them.
 *
 * <p>The first {@value #EXACT} different scores are kept as they are. A further one counts in part
 * as its lower and in part as its upper neighbour among those and a fixed ladder, so that its share
 * of the mean is right. The evidence of a {@link LinearBet} can only shrink by that, because the
 * logarithm of a bet is concave in the score: an interval gets a little wider and stays valid.
 * Source: docs/methods.md, "Linear bet". Not thread-safe: owned by one estimator.
 */
public final class ScoreTally {
  /** How many different scores are told apart exactly. */
  static final int EXACT = 128;

  private static final int STEPS_PER_DECADE = 8;
  private static final int DECADES = 8;

  private final TreeMap<Double, Double> counts = new TreeMap<>();
  private int exact;

  /**
   * Counts one unit.
   *
   * @throws IllegalArgumentException if the score is outside [0, 1]
   */
  public void add(double score) {
    double value = Scores.requireScore(score);
    if (counts.containsKey(value)) {
      counts.merge(value, 1.0, Double::sum);
    } else if (exact < EXACT) {
      exact++;
      counts.put(value, 1.0);
      if (exact == EXACT) {
        addLadder();
      }
    } else {
      split(value);
    }
  }

  /** The histogram so far. */
  public Scores scores() {
    return Scores.of(counts);
  }

  /** 0, and eight steps a decade from 1e-8 to 1: a rung is at most a third above the one below. */
  private void addLadder() {
    counts.putIfAbsent(0.0, 0.0);
    for (int step = 0; step <= DECADES * STEPS_PER_DECADE; step++) {
      counts.putIfAbsent(Math.pow(10, -(double) step / STEPS_PER_DECADE), 0.0);
    }
  }

  private void split(double value) {
    Map.Entry<Double, Double> below = counts.lowerEntry(value);
    Map.Entry<Double, Double> above = counts.higherEntry(value);
    double upper = (value - below.getKey()) / (above.getKey() - below.getKey());
    counts.put(below.getKey(), below.getValue() + (1 - upper));
    counts.put(above.getKey(), above.getValue() + upper);
  }
}
