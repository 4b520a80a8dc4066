package dev.rehearsal.streams.source.kafka;

import akka.Done;
import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import akka.japi.pf.PFBuilder;
import akka.kafka.CommitDelivery;
import akka.kafka.CommitterSettings;
import akka.kafka.ConsumerMessage.Committable;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.kafka.ConsumerSettings;
import akka.kafka.Subscriptions;
import akka.kafka.javadsl.Committer;
import akka.kafka.javadsl.Consumer;
import akka.stream.BoundedSourceQueue;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.QueueOfferResult;
import akka.stream.RestartSettings;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RestartSource;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the topics as one stream, whatever becomes of brokers and of the group: a
 * consumer that breaks is made anew, after half a second at first and twenty at most. Run once.
 */
final class KafkaMessages {
  /** More partitions than anybody assigns to one consumer. */
  private static final int MOST_PARTITIONS = 10_000;

  private static final int COMMITS_WAITING = 1_000;
  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(20);
  private static final double JITTER = 0.2;
  private static final Duration LONGEST_END = Duration.ofSeconds(5);
  private static final Exception BEGINS_ANEW = new Exception("a topic was deleted and made again");
  private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";

  private final KafkaSettings settings;
  private final KafkaStart start;
  private final KafkaWatch watch;
  private final Runnable done;
  private volatile @Nullable BoundedSourceQueue<Committable> commits;
  private volatile Consumer.@Nullable Control consumer;
  private volatile @Nullable UniqueKillSwitch reading;

  /**
   * @param done is called when there is nothing to read
   */
  KafkaMessages(KafkaSettings settings, KafkaStart start, KafkaWatch watch, Runnable done) {
    this.settings = settings;
    this.start = start;
    this.watch = watch;
    this.done = done;
  }

  /** Messages of each partition in order; from one partition or another as they come. */
  Source<CommittableMessage<byte[], byte[]>, NotUsed> source() {
    return Source.fromMaterializer((materializer, attributes) -> running(materializer))
        .mapMaterializedValue(started -> NotUsed.getInstance());
  }

  /** Leaves word with the group; what finds no room is overtaken by the next. */
  void commit(ReadPositions.State state) {
    BoundedSourceQueue<Committable> queue = commits;
    if (queue != null) {
      for (Committable committable : state.committables()) {
        QueueOfferResult unused = queue.offer(committable);
      }
    }
  }

  /** Waits until the consumer has left the group, but not for long. */
  void awaitEnd() {
    Consumer.Control running = consumer;
    if (running != null) {
      CompletableFuture.anyOf(
              running.isShutdown().toCompletableFuture(),
              new CompletableFuture<>()
                  .completeOnTimeout(false, LONGEST_END.toSeconds(), TimeUnit.SECONDS))
          .join();
    }
  }

  private Source<CommittableMessage<byte[], byte[]>, NotUsed> running(Materializer materializer) {
    ActorSystem system = materializer.system();
    commits =
        Source.<Committable>queue(COMMITS_WAITING)
            .to(
                Committer.sink(
                    CommitterSettings.create(system)
                        .withMaxInterval(BETWEEN_COMMITS)
                        .withDelivery(CommitDelivery.sendAndForget())))
            .run(materializer);
    Cancellable watching = watch.start(system, this::anew);
    return RestartSource.onFailuresWithBackoff(
            RestartSettings.create(FIRST_RETRY, LAST_RETRY, JITTER)
                .withRestartOn(failure -> HopelessException.in(failure).isEmpty()),
            () -> consumer(system))
        .mapError(
            new PFBuilder<Throwable, Throwable>()
                .matchAny(failure -> HopelessException.in(failure).orElse(failure))
                .build())
        .watchTermination(
            (started, end) -> {
              CompletionStage<Done> unused =
                  end.whenComplete((ended, failure) -> watching.cancel());
              return started;
            });
  }

  private Source<CommittableMessage<byte[], byte[]>, Consumer.Control> consumer(
      ActorSystem system) {
    return Consumer.<byte[], byte[]>committablePartitionedManualOffsetSource(
            reading(system),
            Subscriptions.topicPattern(settings.topics().pattern()),
            partitions ->
                CompletableFuture.supplyAsync(
                    () -> start.begin(partitions, done), system.dispatchers().lookup(BLOCKING)),
            partitions -> {
              start.givenAway(partitions);
              watch.revoked(partitions);
            })
        .mapMaterializedValue(
            control -> {
              consumer = control;
              return control;
            })
        .flatMapMerge(MOST_PARTITIONS, pair -> pair.second())
        .viaMat(KillSwitches.single(), Keep.both())
        .mapMaterializedValue(
            both -> {
              reading = both.second();
              return both.first();
            })
        .mapError(new PFBuilder<Throwable, Throwable>().matchAny(this::failed).build());
  }

  private Throwable failed(Throwable failure) {
    if (HopelessException.in(failure).isEmpty() && failure != BEGINS_ANEW) {
      watch.failed(failure);
    }
    return failure;
  }

  /** Makes the consumer anew, which asks again where to begin. */
  private void anew() {
    UniqueKillSwitch running = reading;
    if (running != null) {
      running.abort(BEGINS_ANEW);
    }
  }

  private ConsumerSettings<byte[], byte[]> reading(ActorSystem system) {
    ConsumerSettings<byte[], byte[]> reading =
        ConsumerSettings.create(system, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .withStopTimeout(Duration.ZERO)
            .withGroupId(settings.group())
            // It asks for a position before it is told one; where that is gone, the gap is counted.
            .withProperty("auto.offset.reset", "earliest")
            // What a process that was killed had is taken over after so long; brokers allow no
            // less.
            .withProperty("session.timeout.ms", "6000")
            .withProperty("heartbeat.interval.ms", "2000");
    for (Map.Entry<String, Object> property : settings.connection().clientProperties().entrySet()) {
      reading = reading.withProperty(property.getKey(), property.getValue().toString());
    }
    return reading;
  }
}
