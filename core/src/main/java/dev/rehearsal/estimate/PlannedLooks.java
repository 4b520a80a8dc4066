package dev.rehearsal.estimate;

/**
 * Exact intervals at a few looks that were fixed before the run, each twice as far as the one
 * before: {@code first, 2·first, 4·first, …} trials. Each look gets an equal part of the error, so
 * all of them together miss with a chance of at most alpha. Tighter than a sequence at those looks;
 * between and after them there is no interval.
 *
 * <p>Source: Clopper and Pearson (1934) for the interval, the union bound for the looks. Immutable
 * and safe for any thread.
 */
public final class PlannedLooks implements RateMethod {
  private static final double MOST_TRIALS = 1e15;

  private final long first;
  private final int looks;

  private PlannedLooks(long first, int looks) {
    this.first = first;
    this.looks = looks;
  }

  /**
   * @param first trials at the first look, 1 or more
   * @param looks how many there are, 1 or more; the last must come within 1e15 trials
   * @throws IllegalArgumentException if they are out of range
   */
  public static PlannedLooks of(long first, int looks) {
    if (first < 1 || looks < 1) {
      throw new IllegalArgumentException(
          "planned looks need a first look and a number of looks of at least 1, were "
              + first
              + " and "
              + looks);
    }
    if (first * Math.pow(2, looks - 1.0) > MOST_TRIALS) {
      throw new IllegalArgumentException(
          looks + " looks from " + first + " on end beyond 1e15 trials: plan fewer");
    }
    return new PlannedLooks(first, looks);
  }

  @Override
  public String method() {
    return "looks";
  }

  /** Trials at the last look. */
  public long last() {
    return first << (looks - 1);
  }

  /**
   * The interval at a look.
   *
   * @throws IllegalArgumentException if the trials are not those of a planned look, with the next
   */
  @Override
  public Interval interval(Counts counts, double alpha) {
    Alpha.logThreshold(alpha);
    if (counts.trials() == 0) {
      return Interval.UNKNOWN;
    }
    long look = first;
    while (look < counts.trials() && look < last()) {
      look *= 2;
    }
    if (look != counts.trials()) {
      throw new IllegalArgumentException(
          "the planned looks are at "
              + first
              + " trials and its doubles up to "
              + last()
              + ", not at "
              + counts.trials()
              + (counts.trials() < look
                  ? "; the next is at " + look
                  : "; after the last there is none"));
    }
    return FixedSampleIntervals.clopperPearson(counts.hits(), counts.trials(), alpha / looks);
  }
}
