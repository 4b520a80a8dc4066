package dev.rehearsal.streams.source.kafka;

import akka.kafka.ConsumerMessage.Committable;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.group.GroupMember;
import dev.rehearsal.streams.kafka.Positions;
import dev.rehearsal.streams.kafka.Positions.Range;
import dev.rehearsal.streams.source.SourceEvents;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Where each partition is begun. The journal's position comes first; one that the group committed
 * past it means that somebody else read on, and is taken; then what the plan says. Thread-safe.
 */
final class KafkaStart {
  private final KafkaSettings settings;
  private final ReadPositions positions;
  private final SourceEvents events;
  private final Positions brokers;
  private final Set<TopicPartition> partitions;
  private final KafkaEnd end;
  private final Set<TopicPartition> begun = ConcurrentHashMap.newKeySet();
  private final Optional<GroupMember> group;
  private final Optional<Assembly<Committable>> assembly;

  private KafkaStart(
      KafkaSettings settings,
      ReadPositions positions,
      SourceEvents events,
      Positions brokers,
      Set<TopicPartition> partitions,
      KafkaEnd end,
      Optional<Assembly<Committable>> assembly,
      Optional<GroupMember> group) {
    this.group = group;
    this.settings = settings;
    this.positions = positions;
    this.events = events;
    this.brokers = brokers;
    this.partitions = Set.copyOf(partitions);
    this.end = end;
    this.assembly = assembly;
  }

  /**
   * Waits for the brokers to answer.
   *
   * @param before the journal's facts
   * @param group whom it is counted together with
   * @throws RehearsalException when they do not, or there is no such topic
   */
  static KafkaStart find(
      KafkaSettings settings,
      ReadPositions positions,
      Map<String, Long> before,
      SourceEvents events,
      Optional<GroupMember> group) {
    Positions brokers = new Positions(settings.connection(), settings.group());
    Set<TopicPartition> partitions = brokers.partitions(settings.topics());
    if (partitions.isEmpty()) {
      throw RehearsalException.failed(
          "%s: no topic at %s is named %s; there is %s"
              .formatted(
                  settings.origin(),
                  settings.connection().address(),
                  settings.named(),
                  brokers.topics().isEmpty() ? "none" : String.join(", ", brokers.topics())));
    }
    Optional<Assembly<Committable>> assembly =
        settings
            .assemble()
            .map(
                assemble ->
                    new Assembly<>(
                        assemble, settings.records().maxLineBytes(), before, positions.known()));
    assembly.ifPresent(each -> positions.keep(each::facts));
    KafkaEnd end =
        new KafkaEnd(
            settings.end() ? Optional.of(brokers.ranges(partitions)) : Optional.empty(),
            positions,
            assembly,
            group);
    return new KafkaStart(settings, positions, events, brokers, partitions, end, assembly, group);
  }

  /** Those that were there at the start. */
  Set<TopicPartition> partitions() {
    return partitions;
  }

  /** Where conversations are put together; empty where a message is one. */
  Optional<Assembly<Committable>> assembly() {
    return assembly;
  }

  ReadPositions positions() {
    return positions;
  }

  /** Where it is to end. */
  KafkaEnd end() {
    return end;
  }

  /**
   * The offsets to begin the partitions at; waits for the brokers.
   *
   * @param done is called when there is nothing to read in any partition
   */
  Map<TopicPartition, Object> begin(Set<TopicPartition> partitions, Runnable done) {
    group.ifPresent(member -> member.claim(names(partitions)));
    Map<TopicPartition, Range> ranges = brokers.ranges(partitions);
    Map<TopicPartition, Long> committed = brokers.committed(partitions);
    Map<TopicPartition, Long> atTime =
        settings.start().from() == KafkaSettings.From.TIME
            ? brokers.at(settings.start().time(), partitions)
            : Map.of();
    Map<String, KnownTopics.Kinship> kinships = meet(partitions);
    Map<TopicPartition, Object> begin = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Range range = ranges.get(partition);
      if (range == null) {
        throw RehearsalException.failed("Kafka did not say where " + partition + " begins");
      }
      KnownTopics.Kinship kinship =
          kinships.getOrDefault(partition.topic(), KnownTopics.Kinship.UNKNOWN);
      // A message that is being read meanwhile belongs to one side of this or the other.
      synchronized (positions) {
        begin.put(partition, begin(partition, range, kinship, committed, atTime));
      }
    }
    if (end.isDone()) {
      done.run();
    }
    return begin;
  }

  private long begin(
      TopicPartition partition,
      Range range,
      KnownTopics.Kinship kinship,
      Map<TopicPartition, Long> commits,
      Map<TopicPartition, Long> atTime) {
    long committed = commits.getOrDefault(partition, -1L);
    long own = positions.next(partition).orElse(-1L);
    // Only within a life is the group known to have read on elsewhere: after a power cut its offset
    // may be ahead of the journal that this run got back.
    boolean again = !begun.add(partition);
    OptionalLong counted = countedByTheGroup(partition);
    boolean another = kinship == KnownTopics.Kinship.ANOTHER;
    long wanted = own < 0 || (again && !another) ? Math.max(own, committed) : own;
    if (counted.isPresent()) {
      wanted = Math.max(own, counted.getAsLong());
    }
    if (wanted < 0) {
      wanted =
          switch (settings.start().from()) {
            case EARLIEST -> range.first();
            case LATEST -> range.end();
            case TIME -> atTime.getOrDefault(partition, range.end());
          };
    }
    if (wanted > own && own >= 0 && counted.isEmpty()) {
      events.happened(
          "read-by-others",
          "%s: the group %s had read on to offset %d, this run to %d; it goes on at %d"
              .formatted(partition, settings.group(), wanted, own, wanted));
    }
    if (wanted > range.end() && counted.isPresent()) {
      throw new HopelessException(
          "%s ends at offset %d, and the group has counted it up to %d: it is another topic of that name, or lost what was read; give the plan another name and the processes new folders, and the total begins anew"
              .formatted(partition, range.end(), wanted));
    }
    boolean lost = false;
    if (wanted > range.end()) {
      wanted = before(partition, range, kinship, wanted);
      lost = kinship == KnownTopics.Kinship.SAME;
    }
    if (wanted < range.first()) {
      positions.lost(range.first() - wanted);
      events.happened(
          "lost-to-retention",
          "%s: %d messages from offset %d were deleted before they were read; give the topic a longer retention"
              .formatted(partition, range.first() - wanted, wanted));
      wanted = range.first();
      lost = true;
    }
    long resume =
        assembly.isPresent() ? open(assembly.get(), partition, wanted, range, lost) : wanted;
    positions.begin(partition, wanted, resume);
    return Math.max(range.first(), resume);
  }

  /** Where the conversations began that are open in a partition. */
  private long open(
      Assembly<Committable> open, TopicPartition partition, long next, Range range, boolean lost) {
    long gone = open.begin(partition, next, range.first(), lost);
    if (gone > 0) {
      positions.lost(gone);
      events.happened(
          "lost-to-retention",
          "%s: %d messages of conversations that were open are gone, those before offset %d; what is left of these is set aside; give the topic a retention longer than assemble.longest and the gap together"
              .formatted(partition, gone, range.first()));
    }
    return open.from(partition);
  }

  /** Other members of the group have them now, or nobody: a topic may be gone. */
  void givenAway(Set<TopicPartition> partitions) {
    synchronized (positions) {
      positions.givenAway(partitions);
      assembly.ifPresent(open -> open.givenAway(partitions));
    }
  }

  private OptionalLong countedByTheGroup(TopicPartition partition) {
    return group
        .map(member -> member.next(ReadPositions.position(partition, 0).source()))
        .orElse(OptionalLong.empty());
  }

  /** How the group calls them. */
  static Set<String> names(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(partition -> ReadPositions.position(partition, 0).source())
        .collect(Collectors.toSet());
  }

  /** Where to go on in a partition that has fewer messages than were read of it. */
  private long before(
      TopicPartition partition, Range range, KnownTopics.Kinship kinship, long wanted) {
    if (kinship == KnownTopics.Kinship.SAME) {
      events.happened(
          "offsets-gone",
          "%s ends at offset %d, before %d, which was next: the brokers have lost messages that were read (an election of a replica that was behind); it goes on at %d"
              .formatted(partition, range.end(), wanted, range.end()));
      return range.end();
    }
    events.happened(
        "topic-begun-anew",
        "%s ends at offset %d, before %d, which was next: it is another topic of that name; it is read from its start"
            .formatted(partition, range.end(), wanted));
    return range.first();
  }

  /** Whether each topic is the one that was read before. */
  private Map<String, KnownTopics.Kinship> meet(Set<TopicPartition> partitions) {
    Set<String> topics = new TreeSet<>();
    partitions.forEach(partition -> topics.add(partition.topic()));
    Map<String, KnownTopics.Kinship> kinships = new HashMap<>();
    brokers
        .topicIds(topics)
        .forEach(
            (topic, id) -> {
              // Not taken note of: who is started again has to find it out again.
              if (group.isPresent() && positions.isAnother(topic, id)) {
                throw new HopelessException(
                    "%s was deleted and made again, and this folder has counts of the one before; give the plan another name and the processes new folders, and the total begins anew"
                        .formatted(topic));
              }
              KnownTopics.Kinship kinship = positions.meets(topic, id);
              kinships.put(topic, kinship);
              if (kinship == KnownTopics.Kinship.ANOTHER) {
                events.happened(
                    "topic-begun-anew",
                    topic + " was deleted and made again; it is read from its start");
              }
            });
    return kinships;
  }

  /**
   * Leaves word of what was read, for others to see. The journal has it too: when the group is at
   * work elsewhere, or the brokers are away, nothing is lost.
   */
  void commit(ReadPositions.State state) {
    try {
      brokers.commit(state.next());
    } catch (RehearsalException e) {
      events.happened("not-committed", "the group's offsets are not the latest: " + e.getMessage());
    }
  }
}
