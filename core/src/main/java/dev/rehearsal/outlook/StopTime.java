package dev.rehearsal.outlook;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When a rule can be expected to be met, by simulated runs.
 *
 * @param mean trials at the stop; empty when some runs were given up before the rule was met
 * @param standardError of the mean, by the simulation alone; 0 when there is no mean
 * @param median trials at the stop; empty when half the runs or more were given up
 * @param within share of runs in which the rule is met by the horizon, within [0, 1]
 * @param high share of runs that end with the rate called high: above, or increased
 */
public record StopTime(
    OptionalDouble mean, double standardError, OptionalLong median, double within, double high) {
  /** Stands for a run that was given up. */
  static final long NEVER = Long.MAX_VALUE;

  static StopTime of(long[] stops, long horizon, int high) {
    int runs = stops.length;
    long[] sorted = stops.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double squares = 0;
    int met = 0;
    for (long stop : sorted) {
      sum += stop;
      squares += (double) stop * stop;
      met += stop <= horizon && stop != NEVER ? 1 : 0;
    }
    boolean all = sorted[runs - 1] != NEVER;
    double mean = sum / runs;
    long median = sorted[(runs - 1) / 2];
    return new StopTime(
        all ? OptionalDouble.of(mean) : OptionalDouble.empty(),
        all ? Math.sqrt(Math.max(0, squares / runs - mean * mean) / runs) : 0,
        median == NEVER ? OptionalLong.empty() : OptionalLong.of(median),
        (double) met / runs,
        (double) high / runs);
  }
}
