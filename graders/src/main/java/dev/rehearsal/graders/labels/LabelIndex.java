package dev.rehearsal.graders.labels;

import dev.rehearsal.sampling.Uniform;
import org.jspecify.annotations.Nullable;

/**
 * Labels by key in 9 bytes of hash table for each slot, whatever the length of ids: keys are kept
 * as 64-bit hashes. Two of a million keys share a hash with a chance of 3 in 100 million; they
 * would be reported as the same label twice. Filled by one thread, then read by any.
 */
final class LabelIndex {
  private static final int FIRST_SIZE = 1 << 10;

  private long[] hashes = new long[FIRST_SIZE];
  private byte[] values = new byte[FIRST_SIZE];
  private int size;

  /** Keeps {@code label} under {@code key}; returns what was kept there before, or null. */
  @Nullable Label put(String key, Label label) {
    if (size >= hashes.length / 2) {
      grow();
    }
    long hash = hash(key);
    int slot = slot(hash);
    byte before = values[slot];
    size += before == 0 ? 1 : 0;
    hashes[slot] = hash;
    values[slot] = (byte) (label.ordinal() + 1);
    return before == 0 ? null : Label.at(before - 1);
  }

  /** The label under {@code key}; {@link Label#MISSING} when there is none. */
  Label get(String key) {
    byte value = values[slot(hash(key))];
    return value == 0 ? Label.MISSING : Label.at(value - 1);
  }

  private static long hash(String key) {
    return Uniform.bits("label", 0, key);
  }

  private int slot(long hash) {
    int slot = (int) hash & hashes.length - 1;
    while (values[slot] != 0 && hashes[slot] != hash) {
      slot = slot + 1 & hashes.length - 1;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    byte[] oldValues = values;
    hashes = new long[oldHashes.length * 2];
    values = new byte[oldValues.length * 2];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldValues[i] != 0) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        values[slot] = oldValues[i];
      }
    }
  }

  /** What a label says. */
  enum Label {
    CLEAN,
    HIT,
    /** The label is null: the category is not about this prefix. */
    NOT_APPLICABLE,
    /** There is no label. */
    MISSING;

    private static final Label[] ALL = values();

    private static Label at(int ordinal) {
      return ALL[ordinal];
    }
  }
}
