package dev.rehearsal.streams.kafka;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker for tests, started once and ended with them, and what tests do to its topics. */
public final class Topics {
  /** In the middle of a day, so that a test never sees two. */
  public static final long NOON = 1_780_000_000_000L;

  private static final Topics SHARED = new Topics();

  private final LocalBroker broker;
  private int topics;

  private Topics() {
    try {
      Path folder = Files.createTempDirectory("broker");
      broker = LocalBroker.start(libraries(), folder, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(broker::kill));
  }

  /** The one broker of this process. */
  public static Topics shared() {
    return SHARED;
  }

  /** Where the module {@code broker} gathers its jars. */
  public static Path libraries() {
    return Path.of(System.getProperty("rehearsal.root", ".."), "broker", "target", "lib");
  }

  public String address() {
    return broker.address();
  }

  /** The process itself, to kill. */
  public LocalBroker broker() {
    return broker;
  }

  public Connection connection() {
    return new Connection(List.of(address()), Map.of());
  }

  /** A new topic; its messages stay, however old they say they are. */
  public synchronized String create(int partitions) {
    String topic = "t" + ++topics;
    create(topic, partitions);
    return topic;
  }

  private void create(String topic, int partitions) {
    try (Admin admin = Admin.create(connection().clientProperties())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(partitions), Optional.empty())
                      .configs(Map.of("retention.ms", "-1"))))
          .all()
          .get();
      Map<TopicPartition, OffsetSpec> everywhere = new HashMap<>();
      for (int i = 0; i < partitions; i++) {
        everywhere.put(new TopicPartition(topic, i), OffsetSpec.latest());
      }
      // Answered once every partition has a leader that knows of it; the broker that is asked may
      // not yet.
      await().ignoreExceptions().until(() -> admin.listOffsets(everywhere).all().get() != null);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes a topic, and makes another of its name. */
  public void makeAnew(String topic, int partitions) {
    try (Admin admin = Admin.create(connection().clientProperties())) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    await().ignoreExceptions().until(() -> tried(topic, partitions));
  }

  /** A topic that is being deleted is in the way for a moment. */
  private boolean tried(String topic, int partitions) {
    create(topic, partitions);
    return true;
  }

  /** Writes texts to a partition, all at {@link #NOON}. */
  public void write(String topic, int partition, List<String> values) {
    write(topic, partition, values, Duration.ZERO);
  }

  /** Writes texts to a partition, the first at {@link #NOON} and each so much later. */
  public void write(String topic, int partition, List<String> values, Duration apart) {
    write(topic, partition, values, NOON, apart);
  }

  /** Writes texts to a partition, all so long after {@link #NOON}. */
  public void writeAt(String topic, int partition, List<String> values, Duration later) {
    write(topic, partition, values, NOON + later.toMillis(), Duration.ZERO);
  }

  private void write(String topic, int partition, List<String> values, long first, Duration apart) {
    long time = first;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection().producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String value : values) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic, partition, time, null, value.getBytes(StandardCharsets.UTF_8)));
        time += apart.toMillis();
      }
    }
  }

  /** Writes texts to a partition in a transaction, which leaves a mark behind them. */
  public void writeInATransaction(String topic, int partition, List<String> values) {
    Map<String, Object> properties = connection().producerProperties();
    properties.put("transactional.id", topic + "-" + partition);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String value : values) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic, partition, NOON, null, value.getBytes(StandardCharsets.UTF_8)));
      }
      producer.commitTransaction();
    }
  }

  /** The first {@code count} messages of a topic's partition 0; waits for them. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection().clientProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (all.size() < count) {
        all.addAll(consumer.poll(Duration.ofSeconds(1)).records(partition));
      }
      return all;
    }
  }

  /** Deletes what lies before an offset, as retention would. */
  public void deleteBefore(String topic, int partition, long offset) {
    try (Admin admin = Admin.create(connection().clientProperties())) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
