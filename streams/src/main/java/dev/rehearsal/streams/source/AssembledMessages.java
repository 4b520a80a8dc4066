package dev.rehearsal.streams.source;

import akka.NotUsed;
import akka.kafka.ConsumerMessage.Committable;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.streams.source.Assembler.Closed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Messages that are events of conversations → prefixes of the conversations that are finished. One
 * message after the other, on one thread at a time.
 *
 * @param ended is called when all that there was is read and closed
 */
record AssembledMessages(
    KafkaSettings settings,
    Assembly<Committable> assembly,
    Tally tally,
    MessageScreening screening,
    ReadPositions positions,
    KafkaStart start,
    DecodedValues values,
    DeadLetters deadLetters,
    KafkaWatch watch,
    Runnable ended) {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  /** The prefixes; while no message comes, conversations finish by the clock of this machine. */
  Source<Sampled, NotUsed> prefixes(Source<CommittableMessage<byte[], byte[]>, NotUsed> messages) {
    Source<Optional<CommittableMessage<byte[], byte[]>>, NotUsed> ticks =
        Source.tick(TICK, TICK, Optional.<CommittableMessage<byte[], byte[]>>empty())
            .mapMaterializedValue(timer -> NotUsed.getInstance());
    return messages
        .map(Optional::of)
        .merge(ticks, true)
        .mapConcat(next -> next.map(this::read).orElseGet(this::idle));
  }

  private List<Sampled> read(CommittableMessage<byte[], byte[]> message) {
    ConsumerRecord<byte[], byte[]> record = message.record();
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    Optional<Assembler<Committable>> held = assembly.of(partition);
    if (held.isEmpty()
        || !held.get().takes(record.offset())
        || start.isPastEnd(partition, record.offset())) {
      return List.of();
    }
    Assembler<Committable> assembler = held.get();
    List<Sampled> given = new ArrayList<>();
    if (assembler.isReplay(record.offset())) {
      fed(assembler, message, false)
          .forEach(closed -> positions.takeJournalled(partition, closed.first()));
    } else {
      fed(assembler, message, true).forEach(closed -> given.addAll(prefix(partition, closed)));
      long next = record.offset() + 1;
      assembly.passed(partition, assembler, next);
      positions.passed(
          partition,
          record.offset(),
          Optional.ofNullable(assembler.committable()),
          assembly.from(partition).orElse(next),
          given.size(),
          facts());
      tally.judgeOnTheWay();
    }
    if (start.isRead() && assembly.isUpToDate()) {
      assembly.all().forEach((each, open) -> given.addAll(closeAll(each, open)));
      tally.judge();
      ended.run();
    }
    return given;
  }

  /** Closes what nothing was added to for so long, where there is nothing more to read. */
  private List<Sampled> idle() {
    List<Sampled> given = new ArrayList<>();
    Duration gap = settings.assemble().orElseThrow().gap();
    assembly
        .all()
        .forEach(
            (partition, assembler) -> {
              long next = positions.next(partition).orElse(0L);
              if (!assembler.isEmpty()
                  && assembler.isUpToDate()
                  && watch.quiet(partition, next).compareTo(gap) >= 0) {
                given.addAll(closeAll(partition, assembler));
              }
            });
    return given;
  }

  private List<Sampled> closeAll(TopicPartition partition, Assembler<Committable> assembler) {
    List<Sampled> given = new ArrayList<>();
    assembler.closeAll().forEach(closed -> given.addAll(prefix(partition, closed)));
    long next = positions.next(partition).orElse(0L);
    assembly.passed(partition, assembler, next);
    positions.settled(
        partition, Optional.ofNullable(assembler.committable()), next, given.size(), facts());
    return given;
  }

  /** Feeds the message, and counts it if it cannot be used. */
  private List<Closed> fed(
      Assembler<Committable> assembler,
      CommittableMessage<byte[], byte[]> message,
      boolean counted) {
    ConsumerRecord<byte[], byte[]> record = message.record();
    byte[] value = NOTHING;
    String key = "";
    try {
      value = values.of(record);
      key = key(value);
    } catch (UnusableException e) {
      if (counted) {
        tally.read();
        tally.quarantined(
            ReadPositions.position(
                new TopicPartition(record.topic(), record.partition()), record.offset()),
            e);
        deadLetters.put(record, e);
      }
    }
    return assembler.feed(
        record.offset(), key, record.timestamp(), value, message.committableOffset());
  }

  private String key(byte[] value) throws UnusableException {
    if (value.length > settings.records().maxLineBytes()) {
      throw new UnusableException(Reason.TOO_LONG, value.length + " bytes");
    }
    ObjectNode written = RecordParser.parse(value, value.length);
    boolean span =
        settings
            .records()
            .format()
            .map(RecordFormat.OTEL_GENAI::equals)
            .orElseGet(() -> OtelSpan.isOne(written));
    return settings
        .records()
        .fields()
        .id(span ? OtelSpan.record(written) : written)
        .orElseThrow(() -> new UnusableException(Reason.NO_KEY, ""));
  }

  private List<Sampled> prefix(TopicPartition partition, Closed closed) {
    tally.read();
    if (positions.takeJournalled(partition, closed.first())) {
      tally.sampled(1);
      return List.of();
    }
    Position position = ReadPositions.position(partition, closed.first());
    try {
      return tally
          .screened(
              screening.screen(
                  record(closed), position, Instant.ofEpochMilli(Math.max(0, closed.written()))))
          .map(List::of)
          .orElse(List.of());
    } catch (UnusableException e) {
      tally.quarantined(position, e);
      return List.of();
    }
  }

  private static byte[] record(Closed closed) throws UnusableException {
    try {
      return switch (closed.end()) {
        case EVICTED -> throw new UnusableException(Reason.UNFINISHED, "");
        case TOO_LONG -> throw new UnusableException(Reason.TOO_LONG, "all events together");
        case FINISHED -> AssembledRecord.of(closed.events());
      };
    } catch (UnusableException e) {
      throw e.of(closed.key());
    }
  }

  private Map<String, Long> facts() {
    Map<String, Long> facts = new HashMap<>(tally.facts());
    facts.putAll(assembly.facts());
    return facts;
  }
}
