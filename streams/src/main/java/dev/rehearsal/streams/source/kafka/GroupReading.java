package dev.rehearsal.streams.source.kafka;

import akka.kafka.ConsumerMessage.Committable;
import akka.kafka.ConsumerMessage.CommittableOffset;
import dev.rehearsal.streams.group.GroupMember;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.StoredAdmission;
import dev.rehearsal.streams.source.Before;
import dev.rehearsal.streams.source.SourceEvents;
import dev.rehearsal.streams.source.kafka.ReadPositions.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a part of the topics, and tells the group what it counted of it. What ends an epoch is the
 * clock, before anybody knows what will be answered to its prefixes.
 */
final class GroupReading implements AutoCloseable {
  /** A partition whose epochs do not come is said aloud after so many of them, or so long. */
  private static final int LATE_EPOCHS = 4;

  private static final Duration LEAST_LATE = Duration.ofSeconds(30);
  private static final int MOST_WAITING = 1_000;

  private final GroupMember member;
  private final KafkaStart start;
  private final ReadPositions positions;
  private final SourceEvents events;
  private final Consumer<State> commit;
  private final Deque<State> uncommitted = new ArrayDeque<>();
  private final Map<String, Long> behindSince = new HashMap<>();
  private final Set<String> late = new TreeSet<>();
  private long epoch;

  /**
   * @param commit leaves word with Kafka
   */
  GroupReading(GroupMember member, KafkaStart start, SourceEvents events, Consumer<State> commit) {
    this.member = member;
    this.start = start;
    this.positions = start.positions();
    this.events = events;
    this.commit = commit;
    this.epoch = member.epochNow();
  }

  GroupMember member() {
    return member;
  }

  /**
   * Begins.
   *
   * @param before what the journal has: it is counted again
   * @param done is called when everything is in the total, where there is an end
   */
  void start(Before before, Runnable done) {
    Iterator<Recovered> admissions = before.admissions().get();
    while (admissions.hasNext()) {
      StoredAdmission admission = admissions.next().admission();
      member.admitted(
          admission.number(), admission.position().source(), admission.position().line());
    }
    member.start(
        KafkaStart.names(start.partitions()),
        () -> {
          turn();
          if (start.end().isDone()) {
            done.run();
          }
        });
  }

  /** A message became a prefix. */
  void admitted(long number, TopicPartition partition, long offset) {
    member.admitted(number, ReadPositions.position(partition, offset).source(), offset);
  }

  @Override
  public void close() {
    member.close();
  }

  private void turn() {
    long now = member.epochNow();
    if (now > epoch) {
      State state = positions.now();
      Map<String, Long> next = new HashMap<>();
      state.next().forEach((p, offset) -> next.put(ReadPositions.position(p, 0).source(), offset));
      member.epochEnded(now - 1, state.given(), next);
      uncommitted.add(state);
      if (uncommitted.size() > MOST_WAITING) {
        uncommitted.remove();
      }
      epoch = now;
    }
    member.tell(KafkaStart.names(positions.next().keySet()));
    commitWhatIsTold();
    sayWhoIsLate();
  }

  /**
   * What Kafka has may never be ahead of what the group has counted: a consumer that finds itself
   * back in the group goes on there.
   */
  private void commitWhatIsTold() {
    Set<TopicPartition> held = positions.next().keySet();
    while (!uncommitted.isEmpty()) {
      State state = uncommitted.peek();
      List<Committable> ours =
          state.committables().stream().filter(c -> held.contains(partition(c))).toList();
      if (!ours.stream().allMatch(this::isTold)) {
        return;
      }
      commit.accept(new State(state.given(), state.facts(), state.next(), ours));
      uncommitted.remove();
    }
  }

  private boolean isTold(Committable committable) {
    String name = ReadPositions.position(partition(committable), 0).source();
    return member.next(name).orElse(0) > offset(committable);
  }

  private static TopicPartition partition(Committable committable) {
    var key = ((CommittableOffset) committable).partitionOffset().key();
    return new TopicPartition(key.topic(), key.partition());
  }

  private static long offset(Committable committable) {
    return ((CommittableOffset) committable).partitionOffset().offset();
  }

  private void sayWhoIsLate() {
    Duration longest = member.epoch().multipliedBy(LATE_EPOCHS);
    long nanos = (longest.compareTo(LEAST_LATE) > 0 ? longest : LEAST_LATE).toNanos();
    List<String> behind = member.behind();
    behindSince.keySet().retainAll(behind);
    for (String partition : List.copyOf(late)) {
      if (!behind.contains(partition)) {
        late.remove(partition);
        events.happened("group-goes-on", "counts of " + partition + " come again");
      }
    }
    for (String partition : behind) {
      long since =
          System.nanoTime() - behindSince.computeIfAbsent(partition, p -> System.nanoTime());
      if (since > nanos && late.add(partition)) {
        events.happened(
            "group-waits",
            "no counts of %s for %d s: the group's total waits for whoever has it"
                .formatted(partition, Duration.ofNanos(since).toSeconds()));
      }
    }
  }
}
