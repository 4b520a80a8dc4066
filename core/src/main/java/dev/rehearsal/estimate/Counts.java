package dev.rehearsal.estimate;

import java.util.OptionalDouble;

/**
 * What became of the prefixes counted so far, in one lane and category.
 *
 * @param hits graded and violating
 * @param trials graded, violating or not: the rate's denominator
 * @param ungraded within the population, but without a verdict
 * @param notApplicable outside the category's population: neither trial nor ungraded
 */
public record Counts(long hits, long trials, long ungraded, long notApplicable) {
  /** Nothing counted yet. */
  public static final Counts NONE = new Counts(0, 0, 0, 0);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if a count is negative or hits exceed trials
   */
  public Counts {
    if (hits < 0 || hits > trials || ungraded < 0 || notApplicable < 0) {
      throw new IllegalArgumentException(
          "counts need 0 <= hits <= trials and no negative number, were hits "
              + hits
              + ", trials "
              + trials
              + ", ungraded "
              + ungraded
              + ", not applicable "
              + notApplicable);
    }
  }

  /** Counts with a verdict for every prefix. */
  public static Counts of(long hits, long trials) {
    return new Counts(hits, trials, 0, 0);
  }

  /** Hits over trials, within [0, 1]; empty before the first trial. */
  public OptionalDouble rate() {
    return trials == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / trials);
  }

  /** The sum of both. */
  public Counts plus(Counts other) {
    return new Counts(
        hits + other.hits,
        trials + other.trials,
        ungraded + other.ungraded,
        notApplicable + other.notApplicable);
  }

  /** These counts if every ungraded prefix turned out clean. */
  public Counts ungradedAsClean() {
    return new Counts(hits, trials + ungraded, 0, notApplicable);
  }

  /** These counts if every ungraded prefix turned out violating. */
  public Counts ungradedAsHits() {
    return new Counts(hits + ungraded, trials + ungraded, 0, notApplicable);
  }
}
