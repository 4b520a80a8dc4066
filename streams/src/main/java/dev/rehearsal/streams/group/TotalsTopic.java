package dev.rehearsal.streams.group;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.kafka.Outbox;
import dev.rehearsal.streams.kafka.Positions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic of the totals: one partition, so that all see one order, and compacted, so that it
 * keeps the last word of each. Made if it is missing. What it has is read from the start, and then
 * as it comes. {@link #turn} is for one thread, the rest for any.
 */
final class TotalsTopic implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final String name;
  private final Outbox outbox;
  private final KafkaConsumer<byte[], byte[]> reading;

  private TotalsTopic(String name, Outbox outbox, KafkaConsumer<byte[], byte[]> reading) {
    this.name = name;
    this.outbox = outbox;
    this.reading = reading;
  }

  /**
   * Opens it; waits for the brokers.
   *
   * @param trouble is told of messages that the brokers refused
   * @throws RehearsalException when they do not answer, or the topic does not keep what it is told
   */
  static TotalsTopic open(Connection connection, String name, Consumer<String> trouble) {
    require(connection, name);
    Map<String, Object> properties = connection.clientProperties();
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    KafkaConsumer<byte[], byte[]> reading =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicPartition only = new TopicPartition(name, 0);
    reading.assign(List.of(only));
    reading.seekToBeginning(List.of(only));
    return new TotalsTopic(name, new Outbox(connection, trouble), reading);
  }

  /**
   * Reads what there is by now; waits for the brokers.
   *
   * @throws KafkaException when they do not go on giving it
   */
  void readAll(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    TopicPartition only = new TopicPartition(name, 0);
    long end = reading.endOffsets(Set.of(only), PATIENCE).getOrDefault(only, 0L);
    long next = reading.position(only, PATIENCE);
    while (next < end) {
      turn(PATIENCE, reader);
      long before = next;
      next = reading.position(only, PATIENCE);
      if (next == before) {
        throw new KafkaException(
            "it ends at offset %d, and behind %d nothing came for %d s"
                .formatted(end, next, PATIENCE.toSeconds()));
      }
    }
  }

  /** Reads what comes within {@code longest}. */
  void turn(Duration longest, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    reading.poll(longest).forEach(reader);
  }

  /** Ends a {@link #turn} that is under way, or the next one, with an exception. */
  void wakeUp() {
    reading.wakeup();
  }

  /**
   * Says something, behind what was said before.
   *
   * @param value null to forget the key
   */
  void put(byte[] key, byte @Nullable [] value) {
    outbox.put(new ProducerRecord<>(name, 0, key, value));
  }

  /** No {@link #turn} may be under way. */
  @Override
  public void close() {
    outbox.close();
    reading.close(CLOSING);
  }

  private static void require(Connection connection, String name) {
    try (Admin admin = Admin.create(connection.clientProperties())) {
      Optional<TopicDescription> known = described(admin, name);
      if (known.isEmpty()) {
        create(admin, name);
        return;
      }
      if (known.get().partitions().size() != 1) {
        throw RehearsalException.failed(
            "group.totals: the topic %s has %d partitions, and the total needs one order; take another topic: one that is missing is made"
                .formatted(name, known.get().partitions().size()));
      }
      String policy = policy(admin, name);
      if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
        throw RehearsalException.failed(
            "group.totals: the topic %s has cleanup.policy=%s, and would forget what was counted; set it to compact, or take another topic: one that is missing is made"
                .formatted(name, policy));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RehearsalException.failed("interrupted while Kafka was asked for " + name, e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw RehearsalException.failed(
          "Kafka at %s: the topic %s of group.totals: %s"
              .formatted(connection.address(), name, Positions.reason(e)),
          e);
    }
  }

  private static Optional<TopicDescription> described(Admin admin, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      return Optional.ofNullable(
          admin
              .describeTopics(List.of(name))
              .allTopicNames()
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .get(name));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void create(Admin admin, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    NewTopic topic =
        new NewTopic(name, Optional.of(1), Optional.empty())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      admin.createTopics(List.of(topic)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // Another member may have been quicker.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static String policy(Admin admin, String name)
      throws ExecutionException, InterruptedException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Config config =
        admin
            .describeConfigs(List.of(resource))
            .all()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .get(resource);
    return config == null ? "unknown" : config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
  }
}
