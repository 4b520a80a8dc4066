package dev.rehearsal.streams.source;

import dev.rehearsal.streams.source.Assembler.Beginning;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The assemblers of all partitions, and where each would have to begin after a restart: kept as
 * facts with the positions. Thread-safe, as long as one thread feeds an assembler.
 *
 * @param <C> what commits an offset
 */
final class Assembly<C> {
  private static final String CLOCK = "clock: ";
  private static final String EVICTED = "closed early: ";

  private final AssembleSettings settings;
  private final long maxBytes;
  private final Map<TopicPartition, Assembler<C>> assemblers = new HashMap<>();

  /** Of partitions that are not held, too. */
  private final Map<TopicPartition, Beginning> beginnings = new HashMap<>();

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
    Long from = facts.get(ReadPositions.FROM + name);
    if (from == null) {
      return;
    }
    Map<Long, Long> evicted = new HashMap<>();
    String prefix = EVICTED + name + ":";
    facts.forEach(
        (fact, hash) -> {
          if (fact.startsWith(prefix)) {
            evicted.put(Long.valueOf(fact.substring(prefix.length())), hash);
          }
        });
    beginnings.put(
        partition,
        new Beginning(from, facts.getOrDefault(CLOCK + name, Long.MIN_VALUE), next, evicted));
  }

  /** Where the oldest conversation began that is open; empty for a partition without any. */
  synchronized Optional<Long> from(TopicPartition partition) {
    return Optional.ofNullable(beginnings.get(partition)).map(Beginning::from);
  }

  /**
   * Begins a partition.
   *
   * @param next the offset up to which it was counted
   * @param first the oldest that is still there
   * @return the offset to read from, at most {@code next}
   */
  synchronized long begin(TopicPartition partition, long next, long first) {
    Beginning kept = beginnings.get(partition);
    Beginning beginning =
        kept != null && kept.replayTo() == next && kept.from() <= next && first < next
            ? kept
            : Beginning.at(next);
    beginnings.put(partition, beginning);
    assemblers.put(partition, new Assembler<>(settings, maxBytes, beginning));
    return Math.max(first, beginning.from());
  }

  /** What is open in them is forgotten; their new owner reads it again. */
  synchronized void givenAway(Set<TopicPartition> partitions) {
    assemblers.keySet().removeAll(partitions);
  }

  /** Empty for a partition that was given away. */
  synchronized Optional<Assembler<C>> of(TopicPartition partition) {
    return Optional.ofNullable(assemblers.get(partition));
  }

  synchronized Map<TopicPartition, Assembler<C>> all() {
    return Map.copyOf(assemblers);
  }

  /** An assembler has gone on to an offset. */
  synchronized void passed(TopicPartition partition, Assembler<C> assembler, long next) {
    if (assemblers.get(partition) == assembler) {
      beginnings.put(partition, assembler.beginning(next));
    }
  }

  /** Whether no conversation is open, in partitions that are given away too. */
  synchronized boolean isNothingOpen() {
    return beginnings.values().stream().allMatch(each -> each.from() == each.replayTo());
  }

  /** Whether all that was read before has been read again. */
  synchronized boolean isUpToDate() {
    return assemblers.values().stream().allMatch(Assembler::isUpToDate);
  }

  /** Of a journal's facts, those that an assembly begins with. */
  static Map<String, Long> facts(Map<String, Long> all) {
    Map<String, Long> facts = new HashMap<>(all);
    facts
        .keySet()
        .removeIf(
            fact ->
                !fact.startsWith(ReadPositions.FROM)
                    && !fact.startsWith(CLOCK)
                    && !fact.startsWith(EVICTED));
    return facts;
  }

  /** In the journal's form. */
  synchronized Map<String, Long> facts() {
    Map<String, Long> facts = new HashMap<>();
    beginnings.forEach(
        (partition, beginning) -> {
          String name = ReadPositions.name(partition);
          facts.put(ReadPositions.FROM + name, beginning.from());
          facts.put(CLOCK + name, beginning.clock());
          beginning.evicted().forEach((at, hash) -> facts.put(EVICTED + name + ":" + at, hash));
        });
    return facts;
  }
}
