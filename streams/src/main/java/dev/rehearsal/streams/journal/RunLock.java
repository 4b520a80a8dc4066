package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run to one process. The system gives it back when the process dies, however it dies; the
 * file stays, as deleting it would let two processes lock two files of the same name.
 */
public final class RunLock implements AutoCloseable {
  /** Past any content, so that a system with mandatory locks still lets others read who has it. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  static RunLock take(RunFolder folder) {
    Path file = folder.path().resolve("lock");
    @Nullable FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        String holder = read(channel);
        channel.close();
        throw RehearsalException.failed(
            folder
                + " is in use by process "
                + (holder.isEmpty() ? "(unknown)" : holder)
                + "; wait for it to end or stop it, then try again");
      }
      channel.truncate(0);
      write(channel, Long.toString(ProcessHandle.current().pid()));
      return new RunLock(channel);
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw RehearsalException.failed(
          folder
              + ": cannot lock the run ("
              + RunFolder.reason(e)
              + "); the folder must be writable",
          e);
    }
  }

  static boolean taken(RunFolder folder) {
    Path file = folder.path().resolve("lock");
    if (!Files.isReadable(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.tryLock(LOCKED_BYTE, 1, true) == null;
    } catch (OverlappingFileLockException sameProcess) {
      return true;
    } catch (IOException e) {
      throw RehearsalException.failed(
          folder + ": cannot see whether the run is in use (" + RunFolder.reason(e) + ")", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(32);
    channel.read(bytes, 0);
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes, bytes.position());
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  /** Gives the run back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw RehearsalException.failed("cannot give the run's lock back: " + e.getMessage(), e);
    }
  }
}
