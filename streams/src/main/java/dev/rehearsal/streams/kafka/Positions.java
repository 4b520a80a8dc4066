package dev.rehearsal.streams.kafka;

import dev.rehearsal.RehearsalException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Asks a cluster where things stand. Every question opens a connection of its own, waits for the
 * answer and closes it: call it on a thread that may block. Thread-safe.
 *
 * @param group whose committed offsets are meant
 */
public record Positions(Connection connection, String group) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final Duration SHORT_WAIT = Duration.ofSeconds(3);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /** A question that needs the client. */
  private interface Question<T> {
    T ask(KafkaConsumer<byte[], byte[]> client);
  }

  /**
   * Offsets of one partition.
   *
   * @param first the oldest message that is still there
   * @param end the next one to be written
   */
  public record Range(long first, long end) {}

  /**
   * The partitions of the topics that are there now.
   *
   * @throws RehearsalException when the cluster does not answer, or not to us
   */
  public Set<TopicPartition> partitions(Pattern topics) {
    return answer(
        client -> {
          Set<TopicPartition> found = new HashSet<>();
          client
              .listTopics(LONGEST_WAIT)
              .forEach(
                  (topic, partitions) -> {
                    if (topics.matcher(topic).matches()) {
                      found.addAll(of(partitions));
                    }
                  });
          return found;
        });
  }

  /** Names of all topics, for messages; internal ones left out. */
  public Set<String> topics() {
    return answer(
        client -> {
          Set<String> names = new TreeSet<>(client.listTopics(LONGEST_WAIT).keySet());
          names.removeIf(name -> name.startsWith("__"));
          return names;
        });
  }

  /** From where to where each partition has messages; those that are gone are left out. */
  public Map<TopicPartition, Range> ranges(Set<TopicPartition> partitions) {
    return answer(
        client -> {
          Set<TopicPartition> there = there(client, partitions);
          Map<TopicPartition, Long> first = client.beginningOffsets(there, LONGEST_WAIT);
          Map<TopicPartition, Long> end = client.endOffsets(there, LONGEST_WAIT);
          Map<TopicPartition, Range> ranges = new HashMap<>();
          there.forEach(
              p -> ranges.put(p, new Range(first.getOrDefault(p, 0L), end.getOrDefault(p, 0L))));
          return ranges;
        });
  }

  private static Set<TopicPartition> there(
      KafkaConsumer<byte[], byte[]> client, Set<TopicPartition> partitions) {
    Set<String> topics = new HashSet<>();
    partitions.forEach(partition -> topics.add(partition.topic()));
    Set<TopicPartition> there = new HashSet<>();
    for (String topic : topics) {
      List<PartitionInfo> found = client.partitionsFor(topic, LONGEST_WAIT);
      there.addAll(of(found == null ? List.of() : found));
    }
    there.retainAll(partitions);
    return there;
  }

  /**
   * What tells a topic from a later one of its name: a hash of the brokers' identity; 0 where they
   * give none (before Kafka 2.8). Topics that are gone are left out.
   */
  public Map<String, Long> topicIds(Set<String> topics) {
    Map<String, Long> ids = new HashMap<>();
    Admin admin = admin();
    try {
      for (Map.Entry<String, KafkaFuture<TopicDescription>> asked :
          admin.describeTopics(topics).topicNameValues().entrySet()) {
        id(asked.getValue()).ifPresent(id -> ids.put(asked.getKey(), id));
      }
    } finally {
      // By itself it would wait a minute for answers that nobody wants any more.
      admin.close(CLOSING);
    }
    return ids;
  }

  private Admin admin() {
    try {
      return Admin.create(connection.clientProperties());
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private OptionalLong id(KafkaFuture<TopicDescription> topic) {
    try {
      Uuid id = topic.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS).topicId();
      return OptionalLong.of(
          id.equals(Uuid.ZERO_UUID)
              ? 0
              : id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return OptionalLong.empty();
      }
      throw unreachable(e);
    } catch (TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  /**
   * Whether no message follows at or after an offset, though the partition may end later: marks of
   * transactions have offsets too. False when that is not known within a few seconds.
   */
  public boolean isEmptyFrom(TopicPartition partition, long offset) {
    return answer(
        client -> {
          client.assign(Set.of(partition));
          long end = client.endOffsets(Set.of(partition), LONGEST_WAIT).getOrDefault(partition, 0L);
          client.seek(partition, offset);
          boolean empty = client.poll(SHORT_WAIT).isEmpty();
          return empty && client.position(partition, SHORT_WAIT) >= end;
        });
  }

  /** What the group committed; partitions without it are left out. */
  public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
    return answer(
        client -> {
          Map<TopicPartition, Long> committed = new HashMap<>();
          client
              .committed(partitions, LONGEST_WAIT)
              .forEach(
                  (partition, offset) -> {
                    if (offset != null) {
                      committed.put(partition, offset.offset());
                    }
                  });
          return committed;
        });
  }

  /** The first message at or after {@code time}; partitions that have none are left out. */
  public Map<TopicPartition, Long> at(Instant time, Set<TopicPartition> partitions) {
    return answer(
        client -> {
          Map<TopicPartition, Long> times = new HashMap<>();
          partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
          Map<TopicPartition, Long> found = new HashMap<>();
          for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry :
              client.offsetsForTimes(times, LONGEST_WAIT).entrySet()) {
            if (entry.getValue() != null) {
              found.put(entry.getKey(), entry.getValue().offset());
            }
          }
          return found;
        });
  }

  /** Commits the offsets for the group; none of its members may be at work. */
  public void commit(Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    boolean done =
        answer(
            client -> {
              client.commitSync(offsets, LONGEST_WAIT);
              return true;
            });
    assert done;
  }

  private <T> T answer(Question<T> question) {
    Map<String, Object> properties = connection.clientProperties();
    properties.put("group.id", group);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("allow.auto.create.topics", "false");
    properties.put("default.api.timeout.ms", Long.toString(LONGEST_WAIT.toMillis()));
    try (Closing asked = new Closing(properties)) {
      return question.ask(asked.client());
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private RehearsalException unreachable(Exception cause) {
    return RehearsalException.failed(
        "Kafka at %s: %s; check source.servers and source.properties, and whether it is up"
            .formatted(connection.address(), reason(cause)),
        cause);
  }

  /** What went wrong at the bottom; the outer messages only say that something did. */
  public static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
    return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
  }

  private static Set<TopicPartition> of(List<PartitionInfo> partitions) {
    Set<TopicPartition> all = new HashSet<>();
    partitions.forEach(p -> all.add(new TopicPartition(p.topic(), p.partition())));
    return all;
  }

  /** A client that does not linger when it is closed. */
  private record Closing(KafkaConsumer<byte[], byte[]> client) implements AutoCloseable {
    Closing(Map<String, Object> properties) {
      this(
          new KafkaConsumer<>(
              properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    @Override
    public void close() {
      client.close(CLOSING);
    }
  }
}
