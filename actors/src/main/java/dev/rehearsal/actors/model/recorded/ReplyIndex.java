package dev.rehearsal.actors.model.recorded;

import java.util.OptionalInt;

/**
 * Id hash → place of the reply and fingerprint of its prompt, in three arrays by open addressing:
 * 24 bytes a slot, whatever the texts weigh. Not thread-safe while it grows.
 */
final class ReplyIndex {
  private static final long EMPTY = 0;
  private static final double MOST_FULL = 0.6;

  private long[] hashes = new long[1 << 10];
  private long[] places = new long[1 << 10];
  private long[] prompts = new long[1 << 10];
  private int size;

  /** Adds an entry; false, and nothing done, when the hash is there. */
  boolean add(long hash, long place, long prompt) {
    if (size >= hashes.length * MOST_FULL) {
      grow();
    }
    int slot = slot(hashes, key(hash));
    if (hashes[slot] != EMPTY) {
      return false;
    }
    hashes[slot] = key(hash);
    places[slot] = place;
    prompts[slot] = prompt;
    size++;
    return true;
  }

  /** Where the entry is, for {@link #place} and {@link #prompt}. */
  OptionalInt find(long hash) {
    int slot = slot(hashes, key(hash));
    return hashes[slot] == EMPTY ? OptionalInt.empty() : OptionalInt.of(slot);
  }

  long place(int slot) {
    return places[slot];
  }

  long prompt(int slot) {
    return prompts[slot];
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldPlaces = places;
    long[] oldPrompts = prompts;
    hashes = new long[oldHashes.length * 2];
    places = new long[oldHashes.length * 2];
    prompts = new long[oldHashes.length * 2];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != EMPTY) {
        int slot = slot(hashes, oldHashes[i]);
        hashes[slot] = oldHashes[i];
        places[slot] = oldPlaces[i];
        prompts[slot] = oldPrompts[i];
      }
    }
  }

  private static int slot(long[] hashes, long key) {
    int mask = hashes.length - 1;
    int slot = (int) key & mask;
    while (hashes[slot] != EMPTY && hashes[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static long key(long hash) {
    return hash == EMPTY ? 1 : hash;
  }
}
