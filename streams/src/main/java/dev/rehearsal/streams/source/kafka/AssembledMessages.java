package dev.rehearsal.streams.source.kafka;

import akka.NotUsed;
import akka.kafka.ConsumerMessage.Committable;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.streams.source.Sampled;
import dev.rehearsal.streams.source.Tally;
import dev.rehearsal.streams.source.format.OtelSpan;
import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.RecordFormat;
import dev.rehearsal.streams.source.format.RecordParser;
import dev.rehearsal.streams.source.format.UnusableException;
import dev.rehearsal.streams.source.kafka.Assembler.Closed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    if (start.end().isPastEnd(partition, record.offset()) || takenBy(partition, record).isEmpty()) {
      return List.of();
    }
    Event event = event(record);
    synchronized (positions) {
      // Asked again: while it was decoded, the partition may have gone, or begun anew.
      return takenBy(partition, record)
          .map(assembler -> feed(assembler, partition, message, event))
          .orElse(List.of());
    }
  }

  private Optional<Assembler<Committable>> takenBy(
      TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    synchronized (positions) {
      return assembly.of(partition).filter(assembler -> assembler.takes(record.offset()));
    }
  }

  private List<Sampled> feed(
      Assembler<Committable> assembler,
      TopicPartition partition,
      CommittableMessage<byte[], byte[]> message,
      Event event) {
    ConsumerRecord<byte[], byte[]> record = message.record();
    List<Closed> finished =
        assembler.feed(
            record.offset(),
            event.key(),
            record.timestamp(),
            event.value(),
            message.committableOffset());
    List<Sampled> given = new ArrayList<>();
    if (assembler.isReplay(record.offset())) {
      finished.forEach(closed -> positions.takeJournalled(partition, closed.first()));
    } else {
      event.trouble().ifPresent(trouble -> setAside(partition, record, trouble));
      finished.forEach(closed -> given.addAll(prefix(partition, closed)));
      positions.passed(
          partition,
          record.offset(),
          Optional.ofNullable(assembler.committable()),
          assembly.from(partition),
          given.size(),
          tally.facts());
      tally.judgeOnTheWay();
    }
    if (start.end().isRead() && assembly.isUpToDate()) {
      assembly.all().forEach((each, open) -> given.addAll(closeAll(each, open)));
      tally.judge();
      ended.run();
    }
    return given;
  }

  private void setAside(
      TopicPartition partition, ConsumerRecord<byte[], byte[]> record, UnusableException trouble) {
    tally.read();
    tally.quarantined(ReadPositions.position(partition, record.offset()), trouble);
  }

  /** Closes what nothing was added to for so long, where there is nothing more to read. */
  private List<Sampled> idle() {
    List<Sampled> given = new ArrayList<>();
    Duration gap = settings.assemble().orElseThrow().gap();
    synchronized (positions) {
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
    }
    return given;
  }

  private List<Sampled> closeAll(TopicPartition partition, Assembler<Committable> assembler) {
    List<Sampled> given = new ArrayList<>();
    assembler.closeAll().forEach(closed -> given.addAll(prefix(partition, closed)));
    positions.settled(
        partition,
        Optional.ofNullable(assembler.committable()),
        assembly.from(partition),
        given.size(),
        tally.facts());
    return given;
  }

  /**
   * An event that can be used, or the trouble with it.
   *
   * @param key empty where there is trouble
   */
  private record Event(String key, byte[] value, Optional<UnusableException> trouble) {}

  /** Decodes it with nothing locked: a decoder may ask others, and dead letters may wait. */
  private Event event(ConsumerRecord<byte[], byte[]> record) {
    try {
      byte[] value = values.of(record);
      return new Event(key(value), value, Optional.empty());
    } catch (UnusableException e) {
      if (!isReplay(record)) {
        deadLetters.put(record, e);
      }
      return new Event("", NOTHING, Optional.of(e));
    }
  }

  private boolean isReplay(ConsumerRecord<byte[], byte[]> record) {
    return takenBy(new TopicPartition(record.topic(), record.partition()), record)
        .map(assembler -> assembler.isReplay(record.offset()))
        .orElse(true);
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
        case CUT -> throw new UnusableException(Reason.CUT, "");
        case TOO_LONG -> throw new UnusableException(Reason.TOO_LONG, "all events together");
        case FINISHED -> AssembledRecord.of(closed.events());
      };
    } catch (UnusableException e) {
      throw e.of(closed.key());
    }
  }
}
