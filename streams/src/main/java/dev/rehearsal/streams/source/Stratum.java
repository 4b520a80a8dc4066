package dev.rehearsal.streams.source;

import java.util.List;

/**
 * A part of a log that is drawn by a fraction of its own.
 *
 * @param name the value that makes it, or {@link dev.rehearsal.standing.Stratification#OTHERWISE}
 * @param fraction of its conversations that is drawn, within (0, 1]
 * @param records conversations of it that the log holds, counted like {@link PreparedSource#total}
 * @param drawn those of them that are sampled
 * @param populations how many of {@code records} lie in each population, see {@link Preparation};
 *     empty when nobody knows
 */
public record Stratum(
    String name, double fraction, long records, long drawn, List<Long> populations) {
  public Stratum {
    populations = List.copyOf(populations);
  }

  /** Those that were read and not drawn. */
  public long undrawn() {
    return records - drawn;
  }
}
