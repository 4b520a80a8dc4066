package dev.rehearsal.config.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip strictly, member after member (RFC 1952). The JDK's own reader takes a damaged later
 * member for the end of the file; here it is an error, as is a cut file. Zeros after the last
 * member are padding. Not thread-safe.
 */
final class GzipMembers extends InputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int end;
  private boolean done;

  /** Reads {@code in}, which stands at the start of a member. */
  GzipMembers(InputStream in) throws IOException {
    this.in = in;
    header(compressed());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (!done && length > 0) {
      int inflated = inflate(target, offset, length);
      if (inflated > 0) {
        crc.update(target, offset, inflated);
        return inflated;
      }
      if (inflater.finished()) {
        next = end - inflater.getRemaining();
        trailer();
        nextMember();
      } else if (inflater.needsInput()) {
        next = end;
        require(fill());
        inflater.setInput(buffer, 0, end);
      } else {
        throw new ZipException("needs a dictionary");
      }
    }
    return done ? -1 : 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException("damaged gzip data");
    }
  }

  private void trailer() throws IOException {
    long expectedCrc = number(4);
    long expectedSize = number(4);
    if (expectedCrc != crc.getValue()
        || expectedSize != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("gzip checksum does not match");
    }
  }

  private void nextMember() throws IOException {
    int first = 0;
    while (first == 0 && (next < end || fill())) {
      first = compressed();
    }
    done = first == 0;
    if (!done) {
      header(first);
    }
  }

  private void header(int first) throws IOException {
    if (first != 0x1f || compressed() != 0x8b || compressed() != 8) {
      throw new ZipException("not gzip data");
    }
    int flags = compressed();
    passOver(6);
    if ((flags & EXTRA) != 0) {
      passOver(number(2));
    }
    for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
      while (compressed() != 0) {
        continue;
      }
    }
    if ((flags & HEADER_CRC) != 0) {
      passOver(2);
    }
    crc.reset();
    inflater.reset();
    inflater.setInput(buffer, next, end - next);
  }

  private long number(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) compressed() << Byte.SIZE * i;
    }
    return number;
  }

  private void passOver(long bytes) throws IOException {
    for (long i = 0; i < bytes; i++) {
      compressed();
    }
  }

  private int compressed() throws IOException {
    if (next == end) {
      require(fill());
    }
    return buffer[next++] & 0xff;
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private static void require(boolean more) throws EOFException {
    if (!more) {
      throw new EOFException("the compressed data ends too early");
    }
  }
}
