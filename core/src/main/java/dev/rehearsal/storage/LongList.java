package dev.rehearsal.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers by place, 8 bytes each. It grows block by block, so that it never holds a copy of itself:
 * an array that doubles needs three times its size while it does. Not thread-safe while it changes.
 */
public final class LongList {
  private static final int BLOCK_BITS = 13;
  private static final int BLOCK = 1 << BLOCK_BITS;

  private final List<long[]> blocks = new ArrayList<>();
  private long size;

  /** How many there are. */
  public long size() {
    return size;
  }

  /** The number at {@code place}, within [0, size). */
  public long get(long place) {
    return blocks.get((int) (place >>> BLOCK_BITS))[(int) place & BLOCK - 1];
  }

  /** Puts {@code value} in place of the number at {@code place}, within [0, size). */
  public void set(long place, long value) {
    blocks.get((int) (place >>> BLOCK_BITS))[(int) place & BLOCK - 1] = value;
  }

  /** Adds {@code value} at the end. */
  public void add(long value) {
    if (size == (long) blocks.size() << BLOCK_BITS) {
      blocks.add(new long[BLOCK]);
    }
    size++;
    set(size - 1, value);
  }
}
