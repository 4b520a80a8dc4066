package dev.rehearsal.streams.source;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.source.format.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Kept records on disk, in the order they were read, each found again by its position: gzip cannot
 * seek, and logs may change behind our back. Written by one thread; then read by any.
 */
final class Spool implements AutoCloseable {
  /** Bytes and checksum of the line, its part of the log, its number, its id's occurrence. */
  private static final int HEADER = 4 + 4 + 4 + 8 + 4;

  private static final int FIRST_READ = 1 << 13;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer unwritten = ByteBuffer.allocate(1 << 18);
  private long written;

  private Spool(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** An empty spool in {@code folder}, in place of any that was left there. */
  static Spool in(Path folder) {
    Path file = folder.resolve("spool");
    try {
      return new Spool(
          file,
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw RehearsalException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Appends a record and returns its position. */
  long append(int part, long line, int occurrence, byte[] bytes, int length) {
    long position = written + unwritten.position();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    if (unwritten.remaining() < HEADER) {
      flush();
    }
    unwritten
        .putInt(length)
        .putInt((int) checksum.getValue())
        .putInt(part)
        .putLong(line)
        .putInt(occurrence);
    if (unwritten.remaining() < length) {
      flush();
    }
    if (unwritten.remaining() < length) {
      write(ByteBuffer.wrap(bytes, 0, length));
    } else {
      unwritten.put(bytes, 0, length);
    }
    return position;
  }

  /** Writes out what is still in memory; before any reading. */
  void flush() {
    write(unwritten.flip());
    unwritten.clear();
  }

  /** The record at a position that {@link #append} gave. */
  Entry read(long position) {
    try {
      ByteBuffer start = ByteBuffer.allocate(FIRST_READ);
      fill(start, position);
      start.flip();
      int length = start.getInt();
      int expected = start.getInt();
      int part = start.getInt();
      long line = start.getLong();
      int occurrence = start.getInt();
      byte[] bytes = new byte[length];
      int first = Math.min(length, start.remaining());
      start.get(bytes, 0, first);
      fill(ByteBuffer.wrap(bytes, first, length - first), position + HEADER + first);
      CRC32C checksum = new CRC32C();
      checksum.update(bytes);
      if ((int) checksum.getValue() != expected) {
        throw new IOException("the record at byte " + position + " is damaged");
      }
      return new Entry(part, line, occurrence, bytes);
    } catch (IOException | RuntimeException e) {
      throw RehearsalException.failed(
          "cannot read %s: %s; resume the run to make it anew".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw RehearsalException.failed("cannot remove " + file + ": " + e.getMessage(), e);
    }
  }

  private void fill(ByteBuffer target, long position) throws IOException {
    long from = position;
    while (target.hasRemaining()) {
      int more = channel.read(target, from);
      if (more < 0) {
        return;
      }
      from += more;
    }
  }

  private void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        written += channel.write(bytes);
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          "cannot write %s after %d bytes: %s; free some disk space or take a smaller sample.fraction"
              .formatted(file, written, e.getMessage()),
          e);
    }
  }

  /**
   * A record that was kept.
   *
   * @param part of the log, by index
   * @param line its number in the part
   * @param occurrence see {@link LogRecord#id}
   * @param bytes of the line, as they were
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(int part, long line, int occurrence, byte[] bytes) {}
}
