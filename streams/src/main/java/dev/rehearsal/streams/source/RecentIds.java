package dev.rehearsal.streams.source;

/**
 * The last so many 64-bit keys, each once: open addressing with linear probing beside a ring. Takes
 * 24 to 40 bytes a key, whatever passes through. Keys are expected to be hashes. Not thread-safe.
 */
public final class RecentIds {
  private final long[] ring;
  private final long[] slots;
  private final boolean[] taken;
  private int next;
  private int size;

  /**
   * @param most how many keys are remembered, at least 1
   */
  public RecentIds(int most) {
    this.ring = new long[most];
    this.slots = new long[Integer.highestOneBit(Math.max(4, most)) * 4];
    this.taken = new boolean[slots.length];
  }

  /** True when the key is among those remembered. */
  public boolean contains(long key) {
    return taken[slot(key)];
  }

  /** Remembers a key, and forgets the oldest when there are too many; false if it is there. */
  public boolean add(long key) {
    int slot = slot(key);
    if (taken[slot]) {
      return false;
    }
    if (size == ring.length) {
      remove(ring[next]);
      slot = slot(key);
    } else {
      size++;
    }
    ring[next] = key;
    next = (next + 1) % ring.length;
    slots[slot] = key;
    taken[slot] = true;
    return true;
  }

  /** Moves back what probing had put past the gap. */
  private void remove(long key) {
    int mask = slots.length - 1;
    int gap = slot(key);
    taken[gap] = false;
    for (int i = gap + 1 & mask; taken[i]; i = i + 1 & mask) {
      long moved = slots[i];
      taken[i] = false;
      int home = slot(moved);
      slots[home] = moved;
      taken[home] = true;
    }
  }

  private int slot(long key) {
    int mask = slots.length - 1;
    int slot = (int) (key ^ key >>> 32) & mask;
    while (taken[slot] && slots[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
