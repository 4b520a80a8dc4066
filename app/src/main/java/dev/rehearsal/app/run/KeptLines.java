package dev.rehearsal.app.run;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that a run writes again from the first one on when it is resumed. A line that is
 * there already is left alone, so that who follows the file sees it once; from the first that
 * differs, such as half a line after a kill, the file is written anew. It is made with its first
 * line. One owner.
 */
final class KeptLines implements AutoCloseable {
  private final Path file;
  private @Nullable FileChannel channel;
  private long position;

  KeptLines(Path file) {
    this.file = file;
  }

  /**
   * The next line.
   *
   * @return whether it is new, and was not there already
   */
  boolean add(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      FileChannel open = open();
      boolean known = Arrays.equals(bytes, read(open, bytes.length));
      if (!known) {
        open.truncate(position);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          open.write(rest, position + rest.position());
        }
      }
      position += bytes.length;
      return !known;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Ends the file behind the last line: everything is counted, and what is left is of no use. */
  void end() {
    try {
      if (Files.exists(file)) {
        open().truncate(position);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private FileChannel open() throws IOException {
    if (channel == null) {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
    return channel;
  }

  /** What follows the position, as far as there is so much. */
  private byte[] read(FileChannel open, int length) throws IOException {
    ByteBuffer there = ByteBuffer.allocate(length);
    int read = 0;
    while (there.hasRemaining() && read >= 0) {
      read = open.read(there, position + there.position());
    }
    return Arrays.copyOf(there.array(), there.position());
  }

  private RehearsalException failed(IOException e) {
    return RehearsalException.failed(
        file
            + ": cannot be written ("
            + e.getMessage()
            + "); the journal has all of it: make room and start again",
        e);
  }
}
