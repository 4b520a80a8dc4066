package dev.rehearsal.config.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Undoes gzip and Zstandard, which are known by their first bytes, whatever the file's name. */
public final class Compression {
  private static final int MAGIC_BYTES = 4;

  private Compression() {}

  /**
   * The plain bytes of {@code in}.
   *
   * @param name an empty file whose name ends in {@code .gz} or {@code .zst} is damaged
   * @throws IOException now or while reading, when compressed data is damaged or cut
   */
  public static InputStream plain(InputStream in, String name) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, MAGIC_BYTES);
    byte[] magic = start.readNBytes(MAGIC_BYTES);
    start.unread(magic);
    if (magic.length == 0 && (name.endsWith(".gz") || name.endsWith(".zst"))) {
      throw new EOFException("the file is empty, which no compressed file is");
    }
    if (startsWith(magic, 0x1f, 0x8b)) {
      return new GzipMembers(start);
    }
    if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new ZstdInputStream(start);
    }
    return start;
  }

  private static boolean startsWith(byte[] bytes, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
