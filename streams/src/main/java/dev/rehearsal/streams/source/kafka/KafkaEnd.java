package dev.rehearsal.streams.source.kafka;

import akka.kafka.ConsumerMessage.Committable;
import dev.rehearsal.streams.group.GroupMember;
import dev.rehearsal.streams.group.GroupTotal;
import dev.rehearsal.streams.kafka.Positions.Range;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Where the reading ends, if it is to end: where the topics ended at the start. Thread-safe. */
final class KafkaEnd {
  private final Optional<Map<TopicPartition, Range>> end;
  private final ReadPositions positions;
  private final Optional<Assembly<Committable>> assembly;
  private final Optional<GroupMember> group;

  /**
   * @param end where the partitions are now; empty for a reading that goes on
   * @param group whose total has to have all of it
   */
  KafkaEnd(
      Optional<Map<TopicPartition, Range>> end,
      ReadPositions positions,
      Optional<Assembly<Committable>> assembly,
      Optional<GroupMember> group) {
    this.end = end.map(Map::copyOf);
    this.positions = positions;
    this.assembly = assembly;
    this.group = group;
  }

  /** Whether a message came after the topics' end at the start, where that is the end. */
  boolean isPastEnd(TopicPartition partition, long offset) {
    return end.isPresent()
        && offset >= Optional.ofNullable(end.get().get(partition)).map(Range::end).orElse(0L);
  }

  /**
   * Whether everything was read, where there is an end; in a group, whether all of it is in the
   * total.
   */
  boolean isDone() {
    synchronized (positions) {
      return isRead() && assembly.map(Assembly::isNothingOpen).orElse(true);
    }
  }

  /** Whether all messages were read, where there is an end; conversations may be open. */
  boolean isRead() {
    return end.isPresent()
        && end.get().entrySet().stream()
            .allMatch(each -> next(each.getKey()).orElse(-1L) >= each.getValue().end());
  }

  private Optional<Long> next(TopicPartition partition) {
    return group.isPresent()
        ? group
            .get()
            .total()
            .map(GroupTotal::next)
            .map(next -> next.get(ReadPositions.position(partition, 0).source()))
        : positions.next(partition);
  }
}
