package dev.rehearsal.streams.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An input from which its reader can be released. Nothing interrupts a read of a pipe to which
 * nobody writes, so a thread of its own makes that read, and may be left in it when the process
 * ends. It reads at most three times 64 KiB ahead. One thread at a time reads; any thread may close
 * it, which the reader sees as the end. The input itself stays open, for it is not ours.
 */
final class ReleasableInput extends InputStream {
  private static final int CHUNK = 1 << 16;
  private static final Piece END = new Piece(new byte[0], null);

  private final BlockingQueue<Piece> ahead = new ArrayBlockingQueue<>(2);
  private volatile boolean closed;
  private Piece piece = END;
  private int next;
  private boolean ended;

  private ReleasableInput() {}

  static ReleasableInput of(InputStream in) {
    ReleasableInput input = new ReleasableInput();
    Thread reader = new Thread(() -> input.readAhead(in), "standard-input");
    reader.setDaemon(true);
    reader.start();
    return input;
  }

  private void readAhead(InputStream in) {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int count = in.read(buffer); count >= 0 && !closed; count = in.read(buffer)) {
        if (count > 0) {
          ahead.put(new Piece(Arrays.copyOf(buffer, count), null));
        }
      }
      ahead.put(END);
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  private void fail(IOException broken) {
    try {
      ahead.put(new Piece(new byte[0], broken));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  boolean closed() {
    return closed;
  }

  @Override
  public int read() throws IOException {
    return more() ? piece.bytes[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int count = Math.min(length, piece.bytes.length - next);
    System.arraycopy(piece.bytes, next, target, offset, count);
    next += count;
    return count;
  }

  /** Waits for a byte; false at the end. */
  private boolean more() throws IOException {
    if (!ended && next == piece.bytes.length) {
      piece = take();
      next = 0;
      ended = piece.bytes.length == 0;
    }
    if (piece.broken != null) {
      throw new IOException(piece.broken.getMessage(), piece.broken);
    }
    return !ended && !closed;
  }

  private Piece take() throws IOException {
    try {
      return ahead.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while it waited for input");
    }
  }

  @Override
  public void close() {
    closed = true;
    ahead.clear();
    ahead.offer(END);
  }

  /** Some bytes of the input; none at its end or where it broke. */
  private record Piece(byte[] bytes, @Nullable IOException broken) {}
}
