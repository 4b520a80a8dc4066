package dev.rehearsal.streams.journal;

import java.util.zip.CRC32;

/**
 * A checksum over the columns of one row, kept in its last column: SQLite notices a broken page but
 * not a changed number. Part of the journal's format.
 */
final class Sum {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long NULL = 0x6E756C6CL;

  private long state;

  void integer(long value) {
    state = (state ^ value) * GOLDEN;
    state ^= state >>> 32;
  }

  void nothing() {
    integer(NULL);
  }

  void text(String value) {
    integer(value.hashCode());
    integer(value.length());
  }

  void bytes(byte[] value) {
    CRC32 crc = new CRC32();
    crc.update(value);
    integer(crc.getValue());
  }

  /** The sum of what came since the last call. */
  int take() {
    int sum = (int) state;
    state = 0;
    return sum;
  }
}
