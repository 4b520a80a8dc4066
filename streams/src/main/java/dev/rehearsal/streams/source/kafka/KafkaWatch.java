package dev.rehearsal.streams.source.kafka;

import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.kafka.Positions;
import dev.rehearsal.streams.kafka.Positions.Range;
import dev.rehearsal.streams.source.SourceEvents;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks every few seconds how far the topics are ahead, and says when the brokers are away and when
 * they are back: the consumer itself waits without a word. Thread-safe.
 */
final class KafkaWatch {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final ReadPositions positions;
  private final SourceEvents events;
  private final Positions brokers;
  private final DeadLetters deadLetters;
  private final Map<TopicPartition, Quiet> quiet = new ConcurrentHashMap<>();
  private volatile OptionalLong lag = OptionalLong.empty();
  private long awaySince = -1;

  KafkaWatch(
      KafkaSettings settings,
      ReadPositions positions,
      DeadLetters deadLetters,
      SourceEvents events) {
    this.settings = settings;
    this.positions = positions;
    this.deadLetters = deadLetters;
    this.events = events;
    this.brokers = new Positions(settings.connection(), settings.group());
  }

  /**
   * Looks until it is cancelled.
   *
   * @param anew is called when a topic that is read was deleted and made again: the consumer does
   *     not notice
   */
  Cancellable start(ActorSystem system, Runnable anew) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            EVERY,
            EVERY,
            () -> look(anew),
            system.dispatchers().lookup("akka.actor.default-blocking-io-dispatcher"));
  }

  /**
   * Since when a partition has ended at an offset.
   *
   * @param empty from this offset on there is nothing but marks of transactions
   */
  private record Quiet(long end, long empty, long sinceNanos) {}

  /** For how long there was nothing behind an offset; zero while nobody knows. */
  Duration quiet(TopicPartition partition, long next) {
    Quiet seen = quiet.get(partition);
    return seen == null || seen.empty() != next
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - seen.sinceNanos());
  }

  /** How many messages wait in the partitions that are read; empty while nobody knows. */
  OptionalLong lag() {
    return lag;
  }

  /** The consumer broke and will be made anew. */
  void failed(Throwable failure) {
    away(Positions.reason(failure));
  }

  /** Partitions went to another member of the group. */
  void revoked(Set<TopicPartition> partitions) {
    quiet.keySet().removeAll(partitions);
    if (!partitions.isEmpty()) {
      events.happened(
          "revoked",
          "gave away "
              + partitions
              + (settings.assemble().isPresent()
                  ? ": whoever has them now counts again what was finished since the oldest open"
                      + " conversation began; run one process a group with assemble"
                  : ""));
    }
  }

  private void look(Runnable anew) {
    deadLetters.look();
    try {
      Map<TopicPartition, Long> next = positions.next();
      if (next.isEmpty()) {
        lag = OptionalLong.of(0);
        return;
      }
      Map<TopicPartition, Range> ranges = brokers.ranges(next.keySet());
      lag =
          OptionalLong.of(
              ranges.entrySet().stream()
                  .mapToLong(
                      entry ->
                          Math.max(
                              0, entry.getValue().end() - next.getOrDefault(entry.getKey(), 0L)))
                  .sum());
      ranges.forEach(
          (partition, range) -> look(partition, range, next.getOrDefault(partition, 0L)));
      Map<TopicPartition, Long> first = new HashMap<>();
      ranges.forEach((partition, range) -> first.put(partition, range.first()));
      long lost = positions.lostBefore(first);
      if (lost > 0) {
        events.happened(
            "lost-to-retention",
            lost
                + " messages were deleted before they were read; give the topic a longer"
                + " retention");
      }
      back();
      if (isOneAnother(next.keySet())) {
        anew.run();
      }
    } catch (RehearsalException e) {
      lag = OptionalLong.empty();
      quiet.clear();
      away(Positions.reason(e));
    }
  }

  private void look(TopicPartition partition, Range range, long next) {
    Quiet seen = quiet.get(partition);
    if (seen == null || seen.end() != range.end()) {
      quiet.put(partition, new Quiet(range.end(), range.end(), System.nanoTime()));
    } else if (settings.assemble().isPresent()
        && seen.empty() > next
        && brokers.isEmptyFrom(partition, Math.max(next, range.first()))) {
      quiet.put(partition, new Quiet(range.end(), next, seen.sinceNanos()));
    }
  }

  private boolean isOneAnother(Set<TopicPartition> partitions) {
    Set<String> topics = new HashSet<>();
    partitions.forEach(partition -> topics.add(partition.topic()));
    return brokers.topicIds(topics).entrySet().stream()
        .anyMatch(topic -> positions.isAnother(topic.getKey(), topic.getValue()));
  }

  private synchronized void away(String reason) {
    if (awaySince < 0) {
      awaySince = System.nanoTime();
      events.happened(
          "kafka-away",
          "Kafka at %s does not answer (%s); waiting for it"
              .formatted(settings.connection().address(), reason));
    }
  }

  private synchronized void back() {
    if (awaySince >= 0) {
      Duration away = Duration.ofNanos(System.nanoTime() - awaySince);
      awaySince = -1;
      events.happened("kafka-back", "Kafka answers again after " + away.toSeconds() + " s");
    }
  }
}
