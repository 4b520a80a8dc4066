package dev.rehearsal.actors.model.recorded;

import dev.rehearsal.RehearsalException;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Recorded replies on disk with an index in memory: compressed files cannot be read at a place, and
 * texts must not fill the memory. Written once by one thread, then read by any.
 */
final class ReplySpool implements AutoCloseable {
  private static final int LENGTH_BITS = 24;
  private static final int MOST_BYTES = (1 << LENGTH_BITS) - 1;

  /** Stands in every id of a prefix, and in few others. */
  private static final char PREFIX_MARK = '#';

  /** A prompt's fingerprint that stands for none; a real one of this value is never reported. */
  private static final long NO_PROMPT = 0;

  private final FileChannel file;
  private final OutputStream out;
  private final ReplyIndex index = new ReplyIndex();
  private boolean prefixIds;
  private long end;

  private ReplySpool(FileChannel file) {
    this.file = file;
    this.out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
  }

  /** An empty one in {@code folder}; its file goes when it is closed. */
  static ReplySpool create(Path folder) {
    try {
      Path path = Files.createTempFile(folder, "recorded-", ".spool");
      return new ReplySpool(
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw RehearsalException.failed(folder + ": recorded replies cannot be spooled there", e);
    }
  }

  void add(RecordedReply reply) {
    byte[] bytes = reply.encode();
    if (bytes.length > MOST_BYTES) {
      throw RehearsalException.badUsage(
          reply.where() + ": the reply has more than " + MOST_BYTES + " bytes");
    }
    long place = end << LENGTH_BITS | bytes.length;
    if (!index.add(Fingerprint.ofId(reply.id()), place, reply.prompt().orElse(NO_PROMPT))) {
      throw RehearsalException.badUsage(
          reply.where()
              + ": a second record with the id \""
              + reply.id()
              + "\"; keep one, or choose by where-model");
    }
    prefixIds |= reply.id().indexOf(PREFIX_MARK) >= 0;
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw RehearsalException.failed("recorded replies cannot be spooled: is the disk full?", e);
    }
    end += bytes.length;
  }

  /** Call when every reply was added. */
  void finish() {
    try {
      out.flush();
    } catch (IOException e) {
      throw RehearsalException.failed("recorded replies cannot be spooled: is the disk full?", e);
    }
  }

  /** Whether there is a reply with this id of a prefix; most files have none at all. */
  boolean hasPrefix(String id) {
    return prefixIds && index.find(Fingerprint.ofId(id)).isPresent();
  }

  /** The reply with this id. */
  Optional<RecordedReply> read(String id) throws IOException {
    OptionalInt slot = index.find(Fingerprint.ofId(id));
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    long place = index.place(slot.getAsInt());
    ByteBuffer bytes = ByteBuffer.allocate((int) (place & MOST_BYTES));
    for (long at = place >>> LENGTH_BITS; bytes.hasRemaining(); ) {
      int count = file.read(bytes, at);
      if (count < 0) {
        throw new EOFException("a spooled reply is cut");
      }
      at += count;
    }
    return Optional.of(RecordedReply.decode(bytes.array()));
  }

  /** True when there is a reply with this id, to a prompt with another fingerprint. */
  boolean differs(String id, long prompt) {
    OptionalInt slot = index.find(Fingerprint.ofId(id));
    if (slot.isEmpty()) {
      return false;
    }
    long recorded = index.prompt(slot.getAsInt());
    return recorded != NO_PROMPT && recorded != prompt;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
