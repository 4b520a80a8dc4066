package dev.rehearsal.streams.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits bytes into lines at newlines, and never holds more than one line of the allowed size. A
 * byte order mark at the start is left out. Not thread-safe.
 */
final class LineReader implements Line, Closeable {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] chunk = new byte[CHUNK];
  private int next;
  private int end;
  private byte[] line = new byte[1024];
  private int length;
  private boolean tooLong;
  private long number;
  private long offset;

  LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** Goes to the next line; false at the end. */
  boolean advance() throws IOException {
    length = 0;
    tooLong = false;
    if (next == end && !fill()) {
      return false;
    }
    number++;
    boolean ended = false;
    while (!ended && (next < end || fill())) {
      int newline = newline();
      append(newline);
      ended = newline < end;
      offset += newline - next + (ended ? 1 : 0);
      next = ended ? newline + 1 : newline;
    }
    if (number == 1) {
      dropByteOrderMark();
    }
    return true;
  }

  @Override
  public byte[] bytes() {
    return line;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public boolean tooLong() {
    return tooLong;
  }

  /** True when the line holds nothing but white space. */
  boolean blank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return !tooLong;
  }

  @Override
  public long number() {
    return number;
  }

  /** How many bytes were read up to here, after decompression. */
  long offset() {
    return offset;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(chunk, 0, chunk.length));
    return end > 0;
  }

  private int newline() {
    int i = next;
    while (i < end && chunk[i] != '\n') {
      i++;
    }
    return i;
  }

  private void append(int to) {
    int more = to - next;
    if (tooLong || (long) length + more > maxBytes) {
      tooLong = true;
      length = 0;
      return;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, (int) Math.min(maxBytes, 2L * (length + more)));
    }
    System.arraycopy(chunk, next, line, length, more);
    length += more;
  }

  private void dropByteOrderMark() {
    if (length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF) {
      length -= 3;
      System.arraycopy(line, 3, line, 0, length);
    }
  }
}
