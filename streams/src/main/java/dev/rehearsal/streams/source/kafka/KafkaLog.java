package dev.rehearsal.streams.source.kafka;

import akka.NotUsed;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.group.GroupMember;
import dev.rehearsal.streams.source.Funnel;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.ReadMark;
import dev.rehearsal.streams.source.Sampled;
import dev.rehearsal.streams.source.SourceFacts;
import dev.rehearsal.streams.source.Tally;
import dev.rehearsal.streams.source.format.UnusableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Messages of Kafka, admitted as they arrive. The run's journal has the positions (ADR 0191): what
 * the group commits is for others to see. It ends when it is told to, or where the topics ended
 * when it began.
 */
final class KafkaLog implements PreparedSource {
  private final Preparation preparation;
  private final Tally tally;
  private final MessageScreening screening;
  private final ReadPositions positions;
  private final KafkaStart start;
  private final KafkaWatch watch;
  private final KafkaMessages messages;
  private final DeadLetters deadLetters;
  private final Optional<GroupReading> group;
  private final DecodedValues values;
  private final Optional<AssembledMessages> assembled;
  private final SharedKillSwitch ended = KillSwitches.shared("kafka-end");
  private volatile ReadPositions.@Nullable State acknowledged;

  private KafkaLog(
      KafkaSettings settings,
      Preparation preparation,
      KafkaStart start,
      Optional<GroupMember> member) {
    this.preparation = preparation;
    this.start = start;
    this.tally =
        new Tally(preparation.runFolder(), preparation.quarantine(), preparation.before().facts());
    this.screening = new MessageScreening(settings, preparation.sample(), preparation.fraction());
    this.positions = start.positions();
    this.values = new DecodedValues(settings.decoder().open());
    this.deadLetters = new DeadLetters(settings, preparation.events());
    this.watch = new KafkaWatch(settings, positions, deadLetters, preparation.events());
    this.messages = new KafkaMessages(settings, start, watch, ended::shutdown);
    this.group =
        member.map(m -> new GroupReading(m, start, preparation.events(), messages::commit));
    this.assembled =
        start
            .assembly()
            .map(
                assembly ->
                    new AssembledMessages(
                        settings,
                        assembly,
                        tally,
                        screening,
                        positions,
                        start,
                        values,
                        deadLetters,
                        watch,
                        ended::shutdown));
  }

  /** Finds the topics; waits for the brokers to answer. */
  static KafkaLog open(KafkaSettings settings, Preparation preparation) {
    if (preparation.sample().byUser()) {
      throw RehearsalException.badUsage(
          settings.origin()
              + ": sample.unit = user needs a log that has an end, for a user of a stream is never"
              + " complete; name files, or take sample.unit = conversation");
    }
    if (settings.assemble().isPresent() && preparation.group().isPresent()) {
      throw RehearsalException.badUsage(
          settings.origin()
              + ": source.assemble and group do not go together: a conversation that is open is"
              + " not counted yet when its partition goes to another process; leave one out");
    }
    ReadPositions positions = new ReadPositions(preparation.before());
    Optional<GroupMember> member =
        preparation
            .group()
            .map(
                group ->
                    GroupMember.open(
                        group,
                        settings.connection(),
                        trouble -> preparation.events().happened("group-trouble", trouble)));
    try {
      KafkaStart start =
          KafkaStart.find(
              settings, positions, preparation.before().facts(), preparation.events(), member);
      KafkaLog log = new KafkaLog(settings, preparation, start, member);
      log.screening.restore(preparation.before().admissions().get());
      log.group.ifPresent(group -> group.start(log.preparation.before(), log.ended::shutdown));
      return log;
    } catch (RuntimeException e) {
      member.ifPresent(GroupMember::close);
      throw e;
    }
  }

  @Override
  public Funnel funnel() {
    return tally.funnel();
  }

  @Override
  public Map<String, Long> quarantined() {
    return tally.reasons();
  }

  @Override
  public boolean goesOn() {
    return true;
  }

  @Override
  public OptionalLong lag() {
    return watch.lag();
  }

  @Override
  public OptionalLong lost() {
    return OptionalLong.of(positions.lost());
  }

  @Override
  public Optional<GroupMember> group() {
    return group.map(GroupReading::member);
  }

  @Override
  public Source<Sampled, NotUsed> prefixes(long skip) {
    Source<CommittableMessage<byte[], byte[]>, NotUsed> read = messages.source().via(ended.flow());
    Source<Sampled, NotUsed> all =
        assembled
            .map(each -> each.prefixes(read))
            .orElseGet(() -> read.mapConcat(this::read))
            .named("prefixes");
    return preparation.maxPrefixes().isPresent()
        ? all.take(Math.max(0, preparation.maxPrefixes().getAsLong() - skip))
        : all;
  }

  @Override
  public Optional<ReadMark> readUpTo(long watermark) {
    return positions.upTo(watermark).map(Mark::new);
  }

  /** What the consumer had no time to commit is committed here, once it has left the group. */
  @Override
  public void close() {
    messages.awaitEnd();
    group.ifPresent(GroupReading::close);
    ReadPositions.State last = acknowledged;
    if (last != null && group.isEmpty()) {
      start.commit(last);
    }
    deadLetters.close();
    values.close();
    tally.close();
  }

  /** One message after the other, on one thread at a time. */
  private List<Sampled> read(CommittableMessage<byte[], byte[]> message) {
    ConsumerRecord<byte[], byte[]> record = message.record();
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (!positions.isNew(partition, record.offset())
        || start.end().isPastEnd(partition, record.offset())) {
      return List.of();
    }
    tally.read();
    Optional<Sampled> sampled =
        positions.takeJournalled(partition, record.offset())
            ? admittedBefore()
            : screened(record, partition);
    long given =
        positions.passed(
            partition,
            record.offset(),
            Optional.of(message.committableOffset()),
            record.offset() + 1,
            sampled.isPresent() ? 1 : 0,
            tally.facts());
    if (sampled.isPresent()) {
      group.ifPresent(g -> g.admitted(given, partition, record.offset()));
    }
    tally.judgeOnTheWay();
    if (start.end().isDone()) {
      tally.judge();
      ended.shutdown();
    }
    return sampled.map(List::of).orElse(List.of());
  }

  private Optional<Sampled> admittedBefore() {
    tally.sampled(1);
    return Optional.empty();
  }

  private Optional<Sampled> screened(
      ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
    try {
      return tally.screened(
          screening.screen(
              values.of(record),
              ReadPositions.position(partition, record.offset()),
              Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
    } catch (UnusableException e) {
      tally.quarantined(ReadPositions.position(partition, record.offset()), e);
      deadLetters.put(record, e);
      return Optional.empty();
    }
  }

  private final class Mark implements ReadMark {
    private final ReadPositions.State state;
    private final CompletionStage<Void> settled;

    Mark(ReadPositions.State state) {
      this.state = state;
      this.settled = deadLetters.settled();
    }

    @Override
    public Map<String, Long> facts() {
      return state.facts();
    }

    @Override
    public Funnel funnel() {
      return SourceFacts.funnel(state.facts());
    }

    @Override
    public CompletionStage<Void> settled() {
      return settled;
    }

    @Override
    public void acknowledge() {
      acknowledged = state;
      if (group.isEmpty()) {
        messages.commit(state);
      }
    }
  }
}
