package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.streams.source.kafka.AssembleSettings.Mode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation that is not finished. Not thread-safe. */
final class OpenConversation<C> {
  final String key;
  final long hash;
  final long first;
  private final long written;
  final long clockBefore;
  final long began;
  final boolean cut;
  final @Nullable C before;
  private final List<byte[]> events = new ArrayList<>();

  /** The partition's clock at its last event. */
  long last;

  private long bytes;
  private boolean tooLong;

  OpenConversation(
      String key,
      long hash,
      long first,
      long written,
      long clockBefore,
      long began,
      boolean cut,
      @Nullable C before) {
    this.key = key;
    this.hash = hash;
    this.first = first;
    this.written = written;
    this.clockBefore = clockBefore;
    this.began = began;
    this.cut = cut;
    this.before = before;
  }

  void add(byte[] value, Mode mode, long maxBytes) {
    if (mode == Mode.LAST) {
      events.clear();
      bytes = 0;
    }
    bytes += value.length;
    tooLong |= bytes > maxBytes;
    if (tooLong) {
      events.clear();
    } else {
      events.add(value);
    }
  }

  Assembler.Closed closed(Assembler.End end) {
    return new Assembler.Closed(
        key, first, written, tooLong ? Assembler.End.TOO_LONG : end, events);
  }
}
