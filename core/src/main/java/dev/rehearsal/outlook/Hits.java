package dev.rehearsal.outlook;

import java.util.SplittableRandom;

/** Where the hits fall that are still to come. Mutable; for one simulated run. */
interface Hits {
  /** The number of the trial that is the next hit; {@link Long#MAX_VALUE} if none comes. */
  long next();

  /** Each trial is a hit with the same chance. */
  final class FromProcess implements Hits {
    private final SplittableRandom random;
    private final double logMiss;
    private double at;

    FromProcess(SplittableRandom random, double rate, long after) {
      this.random = random;
      this.logMiss = Math.log1p(-rate);
      this.at = after;
    }

    @Override
    public long next() {
      at += 1 + Math.floor(Math.log1p(-random.nextDouble()) / logMiss);
      return at < RateBoundary.MOST_TRIALS ? (long) at : Long.MAX_VALUE;
    }
  }

  /**
   * A fixed number of hits lies anywhere among the trials that are left. Their places are drawn one
   * after the other as the order statistics of uniform numbers, and rounded up to places of their
   * own.
   */
  final class FromLog implements Hits {
    private final SplittableRandom random;
    private final long end;
    private long left;
    private double at;
    private long place;

    FromLog(SplittableRandom random, double rate, long after, long end) {
      this.random = random;
      this.end = end;
      this.at = after;
      this.place = after;
      double hits = rate * (end - after);
      this.left = (long) Math.floor(hits + random.nextDouble());
    }

    @Override
    public long next() {
      if (left == 0) {
        return Long.MAX_VALUE;
      }
      at = end - (end - at) * Math.pow(1 - random.nextDouble(), 1.0 / left);
      left--;
      place = Math.min(end - left, Math.max(place + 1, (long) Math.ceil(at)));
      return place;
    }
  }
}
