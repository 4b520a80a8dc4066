package dev.rehearsal.streams.source;

import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.streams.source.AssembleSettings.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of one partition together to conversations. What it does follows from the events
 * and their times alone, but for two things that are kept as facts: which conversations were closed
 * because too many were open. So after a restart it is led through the events since the oldest
 * conversation that was open, and has the same ones open then ({@code docs/adr/0235}). Not
 * thread-safe.
 *
 * @param <C> what commits an offset
 */
final class Assembler<C> {
  private static final String DOMAIN = "assemble";

  private final AssembleSettings settings;
  private final long maxBytes;
  private final long replayTo;
  private final Map<Long, Long> evicted;

  /** By key, the one first that was quiet the longest. */
  private final LinkedHashMap<String, Open<C>> open = new LinkedHashMap<>();

  private final TreeMap<Long, Open<C>> byFirst = new TreeMap<>();
  private long clock;
  private long fed;
  private @Nullable C before;

  /**
   * Where an assembler begins.
   *
   * @param from the first event's offset
   * @param clock of the partition before it, in milliseconds since 1970
   * @param replayTo events before this offset were counted in a life before
   * @param evicted the hash of the key that was closed early, by the offset of the event for which
   *     it was
   */
  record Beginning(long from, long clock, long replayTo, Map<Long, Long> evicted) {
    Beginning {
      evicted = Map.copyOf(evicted);
    }

    /** With nothing open and nothing known. */
    static Beginning at(long offset) {
      return new Beginning(offset, Long.MIN_VALUE, offset, Map.of());
    }
  }

  /**
   * @param maxBytes of all events of a conversation; a longer one is closed as too long
   */
  Assembler(AssembleSettings settings, long maxBytes, Beginning beginning) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.clock = beginning.clock();
    this.replayTo = beginning.replayTo();
    this.fed = beginning.from();
    this.evicted = new HashMap<>(beginning.evicted());
  }

  /** How a conversation was closed. */
  enum End {
    FINISHED,
    TOO_LONG,
    /** Too many were open. */
    EVICTED
  }

  /**
   * A conversation that no event is added to any more.
   *
   * @param first offset of its first event
   * @param written time of its first event, in milliseconds since 1970
   * @param events as they came; the last alone in the mode {@code last}; none when too long
   */
  record Closed(String key, long first, long written, End end, List<byte[]> events) {
    Closed {
      events = List.copyOf(events);
    }
  }

  /**
   * The next event; one that was fed before is nothing.
   *
   * @param key empty for a message that cannot be used: time goes on with it
   * @param time in milliseconds since 1970
   * @param commit commits this offset
   * @return what it closes, in order of the first events; see {@link #isReplay} for whether they
   *     are counted already
   */
  List<Closed> feed(long offset, String key, long time, byte[] value, C commit) {
    if (!takes(offset)) {
      return List.of();
    }
    long clockBefore = clock;
    clock = Math.max(clock, time);
    TreeMap<Long, Closed> closed = new TreeMap<>();
    quiet().forEach(each -> closed.put(each.first(), each));
    if (!key.isEmpty()) {
      add(offset, key, time, clockBefore, value);
    }
    evict(offset, closed);
    fed = offset + 1;
    before = commit;
    evicted.keySet().removeIf(at -> at < from());
    return List.copyOf(closed.values());
  }

  /** Whether what an event at this offset closes was counted in a life before. */
  boolean isReplay(long offset) {
    return offset < replayTo;
  }

  /**
   * Whether the event at this offset comes next: not one that was fed, nor, before all is read
   * again, one behind it. After a rebalance such a one may still be on its way from before.
   */
  boolean takes(long offset) {
    return offset >= fed && (isUpToDate() || offset < replayTo);
  }

  /** Whether all has been read again that was read before. */
  boolean isUpToDate() {
    return fed >= replayTo;
  }

  /** Closes all that is open, in order of the first events: nothing more will come. */
  List<Closed> closeAll() {
    List<Closed> all = byFirst.values().stream().map(each -> each.closed(End.FINISHED)).toList();
    open.clear();
    byFirst.clear();
    evicted.clear();
    return all;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Where a restart has to begin, and how. */
  Beginning beginning(long next) {
    return byFirst.isEmpty()
        ? new Beginning(next, clock, next, Map.of())
        : new Beginning(from(), byFirst.firstEntry().getValue().clockBefore, next, evicted);
  }

  /** Commits what lies before the oldest that is open; null where that is nothing. */
  @Nullable C committable() {
    return byFirst.isEmpty() ? before : byFirst.firstEntry().getValue().before;
  }

  private long from() {
    return byFirst.isEmpty() ? fed : byFirst.firstKey();
  }

  private List<Closed> quiet() {
    List<Closed> quiet = new ArrayList<>();
    Iterator<Open<C>> eldest = open.values().iterator();
    while (eldest.hasNext()) {
      Open<C> each = eldest.next();
      if (clock - each.last < settings.gap().toMillis()) {
        break;
      }
      eldest.remove();
      byFirst.remove(each.first);
      quiet.add(each.closed(End.FINISHED));
    }
    return quiet;
  }

  private void add(long offset, String key, long time, long clockBefore, byte[] value) {
    Open<C> conversation = open.remove(key);
    if (conversation == null) {
      conversation = new Open<>(key, offset, time, clockBefore, before);
      byFirst.put(offset, conversation);
    }
    conversation.add(value, settings.mode(), maxBytes);
    conversation.last = clock;
    open.put(key, conversation);
  }

  private void evict(long offset, Map<Long, Closed> closed) {
    if (isReplay(offset)) {
      Long hash = evicted.get(offset);
      if (hash != null) {
        open.keySet().stream()
            .filter(key -> hash(key) == hash)
            .findFirst()
            .ifPresent(key -> close(key, closed));
      }
    } else if (open.size() > settings.mostOpen()) {
      String key = open.keySet().iterator().next();
      evicted.put(offset, hash(key));
      close(key, closed);
    }
  }

  private void close(String key, Map<Long, Closed> closed) {
    Open<C> conversation = open.remove(key);
    if (conversation != null) {
      byFirst.remove(conversation.first);
      closed.put(conversation.first, conversation.closed(End.EVICTED));
    }
  }

  private static long hash(String key) {
    return Uniform.bits(DOMAIN, 0, key);
  }

  private static final class Open<C> {
    private final String key;
    private final long first;
    private final long written;
    private final long clockBefore;
    private final @Nullable C before;
    private final List<byte[]> events = new ArrayList<>();
    private long last;
    private long bytes;
    private boolean tooLong;

    Open(String key, long first, long written, long clockBefore, @Nullable C before) {
      this.key = key;
      this.first = first;
      this.written = written;
      this.clockBefore = clockBefore;
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

    Closed closed(End end) {
      return new Closed(key, first, written, tooLong ? End.TOO_LONG : end, events);
    }
  }
}
