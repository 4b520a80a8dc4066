package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.sampling.Uniform;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of one partition together to conversations. What it does follows from the events
 * and their times alone, but for what is kept as facts: which conversations were closed early,
 * because they lasted too long or too many were open. So after a restart it is led through the
 * events since the oldest conversation that was open, and has the same ones open then ({@code
 * docs/adr/0235}). Not thread-safe.
 *
 * @param <C> what commits an offset
 */
final class Assembler<C> {
  private static final String DOMAIN = "assemble";

  /** Beyond it the oldest is closed, so that what has to be remembered can be forgotten. */
  private static final int MOST_REMEMBERED = 1_000;

  private final AssembleSettings settings;
  private final long maxBytes;
  private final Beginning begun;
  private final TreeMap<Long, Long> early;

  /** By key, the one first that was quiet the longest. */
  private final LinkedHashMap<String, OpenConversation<C>> open = new LinkedHashMap<>();

  private final TreeMap<Long, OpenConversation<C>> byFirst = new TreeMap<>();
  private long clock;
  private long wholeAfter;
  private long fed;
  private @Nullable C before;

  /**
   * Where an assembler begins.
   *
   * @param from the first event's offset
   * @param clock of the partition before it, in milliseconds since 1970
   * @param replayTo events before this offset were counted in a life before
   * @param wholeAfter of conversations that begin before the partition's clock is there, some
   *     messages may be gone; {@link #NOT_KNOWN_YET} until an event comes that was not counted
   * @param early the hash of the key that was closed early, by the offset of the event for which it
   *     was
   */
  record Beginning(long from, long clock, long replayTo, long wholeAfter, Map<Long, Long> early) {
    static final long NOT_KNOWN_YET = Long.MAX_VALUE;

    Beginning {
      early = Map.copyOf(early);
    }

    /** With nothing open and nothing known. */
    static Beginning at(long offset) {
      return new Beginning(offset, Long.MIN_VALUE, offset, Long.MIN_VALUE, Map.of());
    }

    /** The same, where the oldest message that is still there is a later one. */
    Beginning cutAt(long first) {
      return new Beginning(first, clock, replayTo, NOT_KNOWN_YET, early);
    }

    /** With nothing open, where what was is gone. */
    Beginning brokenOffAt(long next) {
      return new Beginning(next, clock, next, NOT_KNOWN_YET, Map.of());
    }

    boolean isAnythingOpen() {
      return from < replayTo;
    }
  }

  /**
   * @param maxBytes of all events of a conversation; a longer one is closed as too long
   */
  Assembler(AssembleSettings settings, long maxBytes, Beginning beginning) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.clock = beginning.clock();
    this.begun = beginning;
    this.wholeAfter = beginning.wholeAfter();
    this.fed = beginning.from();
    this.early = new TreeMap<>(beginning.early());
  }

  /** How a conversation was closed. */
  enum End {
    FINISHED,
    TOO_LONG,
    /** Too many were open. */
    EVICTED,
    /** Some of its messages were deleted before it was finished. */
    CUT
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
    if (wholeAfter == Beginning.NOT_KNOWN_YET && !isReplay(offset)) {
      // One that began before what is gone has paused for a gap by then, and is over.
      wholeAfter = clock + settings.gap().toMillis();
    }
    TreeMap<Long, Closed> closed = new TreeMap<>();
    closeQuiet(closed);
    if (!key.isEmpty()) {
      add(offset, key, time, clockBefore, value);
    }
    closeEarly(offset, closed);
    fed = offset + 1;
    before = commit;
    early.headMap(from()).clear();
    return List.copyOf(closed.values());
  }

  /** Whether what an event at this offset closes was counted in a life before. */
  boolean isReplay(long offset) {
    return offset < begun.replayTo();
  }

  /**
   * Whether the event at this offset comes next: not one that was fed, nor, before all is read
   * again, one behind it. After a rebalance such a one may still be on its way from before.
   */
  boolean takes(long offset) {
    return offset >= fed && (isUpToDate() || isReplay(offset));
  }

  /** Whether all has been read again that was read before. */
  boolean isUpToDate() {
    return fed >= begun.replayTo();
  }

  /** Closes all that is open, in order of the first events: nothing more will come. */
  List<Closed> closeAll() {
    List<Closed> all = byFirst.values().stream().map(each -> closed(each, End.FINISHED)).toList();
    open.clear();
    byFirst.clear();
    early.clear();
    return all;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Where a restart has to begin, and how. */
  Beginning beginning() {
    if (!isUpToDate()) {
      return begun;
    }
    long from = from();
    long before = byFirst.isEmpty() ? clock : byFirst.firstEntry().getValue().clockBefore;
    return new Beginning(
        from, before, fed, before < wholeAfter ? wholeAfter : Long.MIN_VALUE, early);
  }

  /** Commits what lies before the oldest that is open; null where that is nothing. */
  @Nullable C committable() {
    return byFirst.isEmpty() ? before : byFirst.firstEntry().getValue().before;
  }

  private long from() {
    return byFirst.isEmpty() ? fed : byFirst.firstKey();
  }

  private void closeQuiet(Map<Long, Closed> closed) {
    while (!open.isEmpty() && isOver(open.values().iterator().next().last, settings.gap())) {
      close(open.values().iterator().next(), End.FINISHED, closed);
    }
  }

  private boolean isOver(long since, Duration time) {
    return clock - since >= time.toMillis();
  }

  private void add(long offset, String key, long time, long clockBefore, byte[] value) {
    OpenConversation<C> conversation = open.remove(key);
    if (conversation == null) {
      conversation =
          new OpenConversation<>(
              key, hash(key), offset, time, clockBefore, clock, clock < wholeAfter, before);
      byFirst.put(offset, conversation);
    }
    conversation.add(value, settings.mode(), maxBytes);
    conversation.last = clock;
    open.put(key, conversation);
  }

  /** At most one for an event: those that lasted too long come first, and make room. */
  private void closeEarly(long offset, Map<Long, Closed> closed) {
    if (isReplay(offset)) {
      Long hash = early.get(offset);
      if (hash != null) {
        open.values().stream()
            .filter(each -> each.hash == hash)
            .findFirst()
            .ifPresent(each -> close(each, End.EVICTED, closed));
      }
    } else if (!open.isEmpty()
        && isOver(byFirst.firstEntry().getValue().began, settings.longest())) {
      closeEarly(offset, byFirst.firstEntry().getValue(), End.FINISHED, closed);
    } else if (open.size() > settings.mostOpen()) {
      closeEarly(
          offset,
          early.size() < MOST_REMEMBERED
              ? open.values().iterator().next()
              : byFirst.firstEntry().getValue(),
          End.EVICTED,
          closed);
    }
  }

  private void closeEarly(
      long offset, OpenConversation<C> conversation, End end, Map<Long, Closed> closed) {
    early.put(offset, conversation.hash);
    close(conversation, end, closed);
  }

  private void close(OpenConversation<C> conversation, End end, Map<Long, Closed> closed) {
    open.remove(conversation.key);
    byFirst.remove(conversation.first);
    closed.put(conversation.first, closed(conversation, end));
  }

  private Closed closed(OpenConversation<C> conversation, End end) {
    return conversation.closed(conversation.cut ? End.CUT : end);
  }

  private static long hash(String key) {
    return Uniform.bits(DOMAIN, 0, key);
  }
}
