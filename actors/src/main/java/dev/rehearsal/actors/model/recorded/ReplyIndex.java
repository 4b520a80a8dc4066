package dev.rehearsal.actors.model.recorded;

import dev.rehearsal.storage.LongList;
import java.util.OptionalInt;

/**
 * Id hash → place of the reply and fingerprint of its prompt, whatever the texts weigh: 24 bytes a
 * reply, and 5 to 11 for the table that finds it, by open addressing. Not thread-safe while it
 * grows.
 */
final class ReplyIndex {
  private static final int EMPTY = 0;
  private static final double MOST_FULL = 0.75;

  private final LongList hashes = new LongList();
  private final LongList places = new LongList();
  private final LongList prompts = new LongList();

  /** Number of an entry, counted from 1; {@link #EMPTY} for none. */
  private int[] slots = new int[1 << 10];

  /** Adds an entry; false, and nothing done, when the hash is there. */
  boolean add(long hash, long place, long prompt) {
    if (hashes.size() >= slots.length * MOST_FULL) {
      grow();
    }
    int slot = slot(hash);
    if (slots[slot] != EMPTY) {
      return false;
    }
    hashes.add(hash);
    places.add(place);
    prompts.add(prompt);
    slots[slot] = Math.toIntExact(hashes.size());
    return true;
  }

  /** Which entry it is, for {@link #place} and {@link #prompt}. */
  OptionalInt find(long hash) {
    int entry = slots[slot(hash)];
    return entry == EMPTY ? OptionalInt.empty() : OptionalInt.of(entry - 1);
  }

  long place(int entry) {
    return places.get(entry);
  }

  long prompt(int entry) {
    return prompts.get(entry);
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int entry = 0; entry < hashes.size(); entry++) {
      slots[slot(hashes.get(entry))] = entry + 1;
    }
  }

  /** Where the hash stands, or where it would. */
  private int slot(long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != EMPTY && hashes.get(slots[slot] - 1) != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
