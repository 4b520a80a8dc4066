package dev.rehearsal.streams.source;

/**
 * Counts how often each 64-bit key came up, in 16 to 32 bytes a key: open addressing with linear
 * probing. Keys are expected to be hashes. Not thread-safe.
 */
final class LongCounts {
  private static final int LEAST_SLOTS = 1 << 10;

  private long[] keys = new long[LEAST_SLOTS];
  private int[] counts = new int[LEAST_SLOTS];
  private int used;

  /** Counts the key once more and returns its count, at least 1. */
  int increment(long key) {
    int slot = slot(key);
    if (counts[slot] == 0) {
      used++;
      keys[slot] = key;
      if (used > keys.length / 4 * 3) {
        counts[slot] = 1;
        grow();
        return 1;
      }
    }
    return ++counts[slot];
  }

  /** Forgets every key. */
  void clear() {
    keys = new long[LEAST_SLOTS];
    counts = new int[LEAST_SLOTS];
    used = 0;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key ^ key >>> 32) & mask;
    while (counts[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[oldKeys.length * 2];
    counts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }
}
