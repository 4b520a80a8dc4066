package dev.rehearsal.estimate;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts in admission order whatever the order of completion: only prefixes up to the watermark
 * count, which is the largest number up to which every prefix is resolved. The first outcome of a
 * number wins; later ones change nothing. What it ends with depends on the outcomes alone, not on
 * when they came.
 *
 * <p>Memory grows with what is resolved beyond the watermark. Not thread-safe: one owner.
 */
public final class Watermark {
  private enum Outcome {
    HIT,
    CLEAN,
    UNGRADED
  }

  private final Map<Long, Outcome> waiting = new HashMap<>();
  private long admitted;
  private long watermark;
  private Counts counted = Counts.NONE;
  private Counts resolved = Counts.NONE;

  /**
   * Admits the next prefix.
   *
   * @throws IllegalArgumentException unless {@code number} is one more than the last
   */
  public void admit(long number) {
    if (number != admitted + 1) {
      throw new IllegalArgumentException(
          "prefix " + (admitted + 1) + " is next to be admitted, was " + number);
    }
    admitted = number;
  }

  /** Prefix {@code number} got a verdict. */
  public void graded(long number, boolean violates) {
    resolve(number, violates ? Outcome.HIT : Outcome.CLEAN);
  }

  /** Prefix {@code number} will not get a verdict. */
  public void ungraded(long number) {
    resolve(number, Outcome.UNGRADED);
  }

  /** The largest number up to which all are resolved; 0 at first. */
  public long watermark() {
    return watermark;
  }

  /** How many are admitted. */
  public long admitted() {
    return admitted;
  }

  /** How many are admitted and have no outcome yet. */
  public long unresolved() {
    return admitted - resolved.trials() - resolved.ungraded();
  }

  /** The outcomes up to the watermark: what estimators may see. */
  public Counts counted() {
    return counted;
  }

  /**
   * Bounds on the rate from everything admitted, the unresolved counted clean in the low end and as
   * hits in the high end: a look ahead of the watermark that completion order cannot bias.
   */
  public Interval envelope(RateSequence sequence, double alpha) {
    return sequence.worstCase(
        new Counts(resolved.hits(), resolved.trials(), resolved.ungraded() + unresolved(), 0),
        alpha);
  }

  private void resolve(long number, Outcome outcome) {
    if (number < 1 || number > admitted) {
      throw new IllegalArgumentException(
          "prefix " + number + " has an outcome but was not admitted; the last is " + admitted);
    }
    if (number <= watermark || waiting.putIfAbsent(number, outcome) != null) {
      return;
    }
    resolved = plus(resolved, outcome);
    for (Outcome next = waiting.remove(watermark + 1);
        next != null;
        next = waiting.remove(watermark + 1)) {
      counted = plus(counted, next);
      watermark++;
    }
  }

  private static Counts plus(Counts counts, Outcome outcome) {
    return switch (outcome) {
      case HIT -> new Counts(counts.hits() + 1, counts.trials() + 1, counts.ungraded(), 0);
      case CLEAN -> new Counts(counts.hits(), counts.trials() + 1, counts.ungraded(), 0);
      case UNGRADED -> new Counts(counts.hits(), counts.trials(), counts.ungraded() + 1, 0);
    };
  }
}
