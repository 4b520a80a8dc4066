package dev.rehearsal.compare;

import dev.rehearsal.estimate.Counts;

/**
 * Blocks of trials that hold exactly one hit, by the side that it fell to. Block t takes the next
 * trials of either side in the order in which they count; trials that fill no block do not count.
 *
 * @param reference blocks whose hit is the reference side's
 * @param compared blocks whose hit is the compared side's
 * @param shape trials in a block; fixed before any verdict was seen
 */
public record LoneHits(long reference, long compared, BlockShape shape) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public LoneHits {
    if (reference < 0 || compared < 0) {
      throw new IllegalArgumentException(
          "lone hits must not be negative, were " + reference + " and " + compared);
    }
  }

  /** Counts the blocks of two sides. */
  public static LoneHits of(HitOrder reference, HitOrder compared, BlockShape shape) {
    Counts a = reference.counts();
    Counts b = compared.counts();
    long blocks = Math.min(a.trials() / shape.reference(), b.trials() / shape.compared());
    long loneA = 0;
    long loneB = 0;
    int nextA = 0;
    int nextB = 0;
    while (true) {
      long blockA = block(reference, nextA, a, shape.reference(), blocks);
      long blockB = block(compared, nextB, b, shape.compared(), blocks);
      long block = Math.min(blockA, blockB);
      if (block == blocks) {
        return new LoneHits(loneA, loneB, shape);
      }
      int endA = end(reference, nextA, a, shape.reference(), block);
      int endB = end(compared, nextB, b, shape.compared(), block);
      if (endA - nextA + endB - nextB == 1) {
        loneA += endA - nextA;
        loneB += endB - nextB;
      }
      nextA = endA;
      nextB = endB;
    }
  }

  /** Blocks with exactly one hit. */
  public long total() {
    return reference + compared;
  }

  /** Trials of the reference side for each one of the compared side. */
  double missesPerHit() {
    return (double) shape.reference() / shape.compared();
  }

  /** The block of a hit, counted from 0; {@code blocks} when there is none within a whole block. */
  private static long block(HitOrder side, int hit, Counts counts, int size, long blocks) {
    return hit < counts.hits() ? Math.min(blocks, (side.position(hit) - 1) / size) : blocks;
  }

  /** The first hit after those of a block. */
  private static int end(HitOrder side, int hit, Counts counts, int size, long block) {
    int next = hit;
    while (next < counts.hits() && (side.position(next) - 1) / size == block) {
      next++;
    }
    return next;
  }
}
