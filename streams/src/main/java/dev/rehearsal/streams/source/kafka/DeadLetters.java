package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.streams.kafka.Outbox;
import dev.rehearsal.streams.kafka.StallWatch;
import dev.rehearsal.streams.source.SourceEvents;
import dev.rehearsal.streams.source.format.UnusableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends messages that cannot be used to a topic, each as it was, with headers that say where it
 * stood and why; does nothing where the plan names none. Thread-safe.
 */
final class DeadLetters implements AutoCloseable {
  private final Optional<String> topic;
  private final Optional<Outbox> outbox;
  private final Optional<StallWatch> stall;
  private final SourceEvents events;

  DeadLetters(KafkaSettings settings, SourceEvents events) {
    this.events = events;
    this.topic = settings.deadLetters();
    this.stall = topic.map(name -> new StallWatch(settings.connection(), Set.of(name)));
    stall.flatMap(StallWatch::atTheStart).ifPresent(this::waits);
    this.outbox =
        topic.map(
            name ->
                new Outbox(
                    settings.connection(),
                    trouble -> events.happened("dead-letter-lost", trouble)));
  }

  void put(ConsumerRecord<byte[], byte[]> message, UnusableException why) {
    outbox.ifPresent(out -> out.put(letter(topic.orElseThrow(), message, why)));
  }

  /** Completes when all that was put so far is written. */
  CompletionStage<Void> settled() {
    return outbox.map(Outbox::settled).orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** Says it when the topic takes nothing; now and then, on a thread that may block. */
  void look() {
    stall.flatMap(watch -> watch.look(outbox.orElseThrow().stuck())).ifPresent(this::waits);
  }

  private void waits(String sentence) {
    events.happened("dead-letters-wait", sentence);
  }

  @Override
  public void close() {
    outbox.ifPresent(Outbox::close);
  }

  private static ProducerRecord<byte[], byte[]> letter(
      String topic, ConsumerRecord<byte[], byte[]> message, UnusableException why) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(topic, message.key(), message.value());
    message.headers().forEach(letter.headers()::add);
    letter
        .headers()
        .add("rehearsal.reason", bytes(why.reason().text()))
        .add("rehearsal.detail", bytes(why.detail()))
        .add("rehearsal.topic", bytes(message.topic()))
        .add("rehearsal.partition", bytes(Integer.toString(message.partition())))
        .add("rehearsal.offset", bytes(Long.toString(message.offset())))
        .add("rehearsal.timestamp", bytes(Long.toString(message.timestamp())));
    return letter;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
