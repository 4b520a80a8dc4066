package dev.rehearsal.app.compare;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Verdict bits by prefix, without any text: 24 to 48 bytes a prefix. Two of a million prefixes
 * share a hash with a chance of 3 in 100 million. Mutable; owned by one thread.
 */
final class PrefixVerdicts {
  private static final int FIRST_ROOM = 1024;

  private long[] keys = new long[FIRST_ROOM];
  private long[] values = new long[FIRST_ROOM];
  private int size;

  /** Keeps the bits of a prefix; those it had before are gone. */
  void put(long hash, long bits) {
    if (3L * size >= 2L * keys.length) {
      grow();
    }
    int at = place(keys, key(hash));
    size += keys[at] == 0 ? 1 : 0;
    keys[at] = key(hash);
    values[at] = bits;
  }

  /** The bits of a prefix; empty when it was never put. */
  OptionalLong get(long hash) {
    int at = place(keys, key(hash));
    return keys[at] == 0 ? OptionalLong.empty() : OptionalLong.of(values[at]);
  }

  int size() {
    return size;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = Arrays.copyOf(keys, keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = place(keys, oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }

  /** Zero marks a free place. */
  private static long key(long hash) {
    return hash == 0 ? 1 : hash;
  }

  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    int at = (int) (key ^ key >>> 32) & mask;
    while (keys[at] != 0 && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }
}
