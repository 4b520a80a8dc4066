package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.streams.source.kafka.Assembler.Beginning;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The assemblers of all partitions, and where each would have to begin after a restart: kept as
 * facts with the positions. Not thread-safe: whoever comes here holds the lock of {@link
 * ReadPositions}, so that what is open and what is counted are never told apart.
 *
 * @param <C> what commits an offset
 */
final class Assembly<C> {
  private static final String CLOCK = "clock: ";
  private static final String EARLY = "closed early: ";
  private static final String WHOLE = "whole after: ";

  /** Of a partition in which conversations are open: where the oldest began. */
  private static final String FROM = "from: ";

  private final AssembleSettings settings;
  private final long maxBytes;
  private final Map<TopicPartition, Assembler<C>> assemblers = new HashMap<>();

  /** Of partitions that are not held now. */
  private final Map<TopicPartition, Beginning> left = new HashMap<>();

  /**
   * @param before the journal's facts, with the next offsets
   * @param next offset of each partition that those facts belong to
   */
  Assembly(
      AssembleSettings settings,
      long maxBytes,
      Map<String, Long> before,
      Map<TopicPartition, Long> next) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    next.forEach((partition, offset) -> restore(partition, offset, before));
  }

  private void restore(TopicPartition partition, long next, Map<String, Long> facts) {
    String name = ReadPositions.name(partition);
    Optional<Long> from = from(facts, partition);
    if (from.isEmpty()) {
      return;
    }
    Map<Long, Long> early = new HashMap<>();
    String prefix = EARLY + name + ":";
    facts.forEach(
        (fact, hash) -> {
          if (fact.startsWith(prefix)) {
            early.put(Long.valueOf(fact.substring(prefix.length())), hash);
          }
        });
    left.put(
        partition,
        new Beginning(
            from.get(),
            facts.getOrDefault(CLOCK + name, Long.MIN_VALUE),
            next,
            facts.getOrDefault(WHOLE + name, Long.MIN_VALUE),
            early));
  }

  /** Where the oldest conversation began that was open; empty for a partition without any. */
  static Optional<Long> from(Map<String, Long> facts, TopicPartition partition) {
    return Optional.ofNullable(facts.get(FROM + ReadPositions.name(partition)));
  }

  /**
   * Begins a partition. Where messages are gone, what is left of conversations that had some of
   * them is set aside when it is finished.
   *
   * @param next the offset from which on it is counted
   * @param first the oldest that is still there
   * @param lost whether messages before {@code next} are gone that were not counted
   * @return how many messages of open conversations are gone
   */
  long begin(TopicPartition partition, long next, long first, boolean lost) {
    Beginning kept = beginning(partition).orElseGet(() -> Beginning.at(next));
    left.remove(partition);
    if (lost) {
      begin(partition, kept.brokenOffAt(next));
      return kept.replayTo() - kept.from();
    }
    if (kept.replayTo() != next) {
      begin(partition, Beginning.at(next));
      return 0;
    }
    long gone = kept.isAnythingOpen() ? Math.max(0, Math.min(first, next) - kept.from()) : 0;
    begin(partition, gone == 0 ? kept : first < next ? kept.cutAt(first) : kept.brokenOffAt(next));
    return gone;
  }

  private void begin(TopicPartition partition, Beginning beginning) {
    assemblers.put(partition, new Assembler<>(settings, maxBytes, beginning));
  }

  /** The offset that the partition is read from: where the oldest that is open began. */
  long from(TopicPartition partition) {
    return beginning(partition).map(Beginning::from).orElse(0L);
  }

  /** What is open in them is forgotten; their new owner reads it again. */
  void givenAway(Set<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      Assembler<C> assembler = assemblers.remove(partition);
      if (assembler != null) {
        left.put(partition, assembler.beginning());
      }
    }
  }

  /** Empty for a partition that was given away. */
  Optional<Assembler<C>> of(TopicPartition partition) {
    return Optional.ofNullable(assemblers.get(partition));
  }

  Map<TopicPartition, Assembler<C>> all() {
    return Map.copyOf(assemblers);
  }

  /** Whether no conversation is open, in partitions that are given away too. */
  boolean isNothingOpen() {
    return assemblers.values().stream().allMatch(each -> each.isUpToDate() && each.isEmpty())
        && left.values().stream().noneMatch(Beginning::isAnythingOpen);
  }

  /** Whether all that was read before has been read again. */
  boolean isUpToDate() {
    return assemblers.values().stream().allMatch(Assembler::isUpToDate);
  }

  /** In the journal's form. */
  Map<String, Long> facts() {
    Map<String, Long> facts = new HashMap<>();
    beginnings()
        .forEach(
            (partition, beginning) -> {
              String name = ReadPositions.name(partition);
              facts.put(FROM + name, beginning.from());
              facts.put(CLOCK + name, beginning.clock());
              if (beginning.wholeAfter() > Long.MIN_VALUE) {
                facts.put(WHOLE + name, beginning.wholeAfter());
              }
              beginning.early().forEach((at, hash) -> facts.put(EARLY + name + ":" + at, hash));
            });
    return facts;
  }

  private Optional<Beginning> beginning(TopicPartition partition) {
    return of(partition)
        .map(Assembler::beginning)
        .or(() -> Optional.ofNullable(left.get(partition)));
  }

  private Map<TopicPartition, Beginning> beginnings() {
    Map<TopicPartition, Beginning> all = new HashMap<>(left);
    assemblers.forEach((partition, assembler) -> all.put(partition, assembler.beginning()));
    return all;
  }
}
