package dev.rehearsal.streams.source.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Offsets that were passed over, until somebody knows why. Not thread-safe. */
final class PassedOver {
  /** Between two looks of the watch; more are not told apart from harmless ones. */
  private static final int MOST_GAPS = 10_000;

  private final List<Gap> gaps = new ArrayList<>();

  /** Offsets in [from, to) that did not come. */
  private record Gap(TopicPartition partition, long from, long to) {}

  /** The offsets in [from, to) did not come; nothing where there are none. */
  void add(TopicPartition partition, long from, long to) {
    if (to > from && gaps.size() < MOST_GAPS) {
      gaps.add(new Gap(partition, from, to));
    }
  }

  void forget(String topic) {
    gaps.removeIf(gap -> gap.partition().topic().equals(topic));
  }

  /**
   * Of these offsets, those before the oldest message that is still there are lost; the others
   * never were messages for us (transactions and compaction leave such gaps).
   *
   * @param first oldest offset by partition; gaps in others stay
   * @return how many messages were lost
   */
  long takeLost(Map<TopicPartition, Long> first) {
    long lost = 0;
    for (Gap gap : gaps) {
      lost += Math.max(0, Math.min(gap.to(), first.getOrDefault(gap.partition(), 0L)) - gap.from());
    }
    gaps.removeIf(gap -> first.containsKey(gap.partition()));
    return lost;
  }
}
