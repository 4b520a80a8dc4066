package dev.rehearsal.actors.model;

import java.util.ArrayList;
import java.util.List;

/**
 * How long replies took, from the dispatch of the attempt that was answered; as a histogram, so
 * that its size is the same however many came.
 *
 * @param counts replies in each bucket: at most {@link #BOUNDS} and above the bound before; the
 *     last one is above them all
 * @param seconds of all together
 */
public record Latencies(List<Long> counts, double seconds) {
  /** Upper bounds of the buckets but for the last, in seconds, included. */
  public static final List<Double> BOUNDS =
      List.of(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0);

  public Latencies {
    counts = List.copyOf(counts);
  }

  /** How many replies there were. */
  public long replies() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Collects them. Mutable; owned by one actor. */
  static final class Histogram {
    private final long[] counts = new long[BOUNDS.size() + 1];
    private double seconds;

    void add(double latency) {
      int bucket = 0;
      while (bucket < BOUNDS.size() && latency > BOUNDS.get(bucket)) {
        bucket++;
      }
      counts[bucket]++;
      seconds += latency;
    }

    Latencies snapshot() {
      List<Long> copy = new ArrayList<>();
      for (long count : counts) {
        copy.add(count);
      }
      return new Latencies(copy, seconds);
    }
  }
}
