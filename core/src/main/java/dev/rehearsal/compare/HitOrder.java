package dev.rehearsal.compare;

import dev.rehearsal.estimate.Counts;
import java.util.Arrays;

/**
 * The trials of one side in the order in which they count, of which it keeps where the hits were:
 * eight bytes a hit, whatever the number of trials. Mutable; owned by one thread.
 */
public final class HitOrder {
  private static final int FIRST_ROOM = 16;

  private long[] positions = new long[FIRST_ROOM];
  private int hits;
  private long trials;

  /** Counts the next trial. */
  public void add(boolean hit) {
    trials++;
    if (hit) {
      if (hits == positions.length) {
        positions = Arrays.copyOf(positions, 2 * hits);
      }
      positions[hits] = trials;
      hits++;
    }
  }

  /** Hits and trials so far. */
  public Counts counts() {
    return Counts.of(hits, trials);
  }

  /** The trial, counted from 1, that was hit number {@code index}, counted from 0. */
  long position(int index) {
    return positions[index];
  }
}
