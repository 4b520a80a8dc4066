package dev.rehearsal.streams.source.kafka;

import akka.kafka.ConsumerMessage.Committable;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.StoredAdmission;
import dev.rehearsal.streams.source.Before;
import dev.rehearsal.streams.source.SourceFacts;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition was read, now and when earlier prefixes were given away: so that a
 * position is journalled and committed only when all that lies before it is counted. Thread-safe.
 */
final class ReadPositions {
  private static final String NEXT = "next: ";
  private static final String LOST = "lost to retention";
  private static final String COUNTED = "counted";

  /** A state is kept at every so many prefixes: each costs a copy of all positions. */
  private static final long BETWEEN_STATES = 64;

  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Map<TopicPartition, Committable> committables = new HashMap<>();
  private final Map<TopicPartition, Set<Long>> journalled = new HashMap<>();
  private final Deque<State> states = new ArrayDeque<>();
  private final KnownTopics topics;
  private final PassedOver passedOver = new PassedOver();

  /** Where another would have to begin: before what is read and not counted. */
  private final Map<TopicPartition, Long> resumeAt = new HashMap<>();

  /** Those that are read by this process now. */
  private final Set<TopicPartition> held = new HashSet<>();

  /** Of the journal's admissions, those up to this number lie before the positions it has. */
  private final long counted;

  /** What else belongs to the positions; asked for with this object locked. */
  private Supplier<Map<String, Long>> more = Map::of;

  /** Of the last message that was passed: counts and positions belong together. */
  private Map<String, Long> counts;

  private long given;
  private long lost;
  private long lastState;

  /**
   * Where everything stood.
   *
   * @param given prefixes that were given away, those of the journal included
   * @param facts in the journal's form
   * @param next offset that another would begin at, of each partition that is held
   * @param committables of the last message of each partition that is held
   */
  record State(
      long given,
      Map<String, Long> facts,
      Map<TopicPartition, Long> next,
      Collection<Committable> committables) {
    State {
      facts = Map.copyOf(facts);
      next = Map.copyOf(next);
      committables = List.copyOf(committables);
    }
  }

  ReadPositions(Before before) {
    topics = new KnownTopics(before.facts());
    given = before.count();
    counts =
        SourceFacts.of(SourceFacts.funnel(before.facts()), SourceFacts.quarantined(before.facts()));
    lastState = given;
    lost = before.facts().getOrDefault(LOST, 0L);
    before
        .facts()
        .forEach(
            (fact, offset) -> {
              if (fact.startsWith(NEXT)) {
                next.put(partition(fact.substring(NEXT.length())), offset);
              }
            });
    counted = before.facts().getOrDefault(COUNTED, 0L);
    Iterator<Recovered> admissions = before.admissions().get();
    while (admissions.hasNext()) {
      StoredAdmission admission = admissions.next().admission();
      TopicPartition partition = partition(admission.position().source());
      long offset = admission.position().line();
      long first =
          Assembly.from(before.facts(), partition).orElseGet(() -> next(partition).orElse(0L));
      if (admission.number() > counted && offset >= first) {
        journalled.computeIfAbsent(partition, p -> new HashSet<>()).add(offset);
      }
    }
  }

  /** How a partition's name is written: {@code topic-3}. */
  static Position position(TopicPartition partition, long offset) {
    return new Position(name(partition), offset);
  }

  static String name(TopicPartition partition) {
    return partition.topic() + "-" + partition.partition();
  }

  /** The partition of a name, see {@link #position}. */
  static TopicPartition partition(String name) {
    int hyphen = name.lastIndexOf('-');
    return new TopicPartition(
        name.substring(0, hyphen), Integer.parseInt(name.substring(hyphen + 1)));
  }

  /** The offset to read next; empty for a partition that was never read. */
  synchronized Optional<Long> next(TopicPartition partition) {
    return Optional.ofNullable(next.get(partition));
  }

  /** The next offsets of all partitions that were ever read. */
  synchronized Map<TopicPartition, Long> known() {
    return Map.copyOf(next);
  }

  /** The next offsets of all partitions that are held. */
  synchronized Map<TopicPartition, Long> next() {
    Map<TopicPartition, Long> ours = new HashMap<>(next);
    ours.keySet().retainAll(held);
    return ours;
  }

  /**
   * Takes note of a topic before its partitions begin; of another one than was read under its name,
   * all partitions begin anew.
   *
   * @param id that the brokers gave it; 0 for none
   */
  synchronized KnownTopics.Kinship meets(String topic, long id) {
    KnownTopics.Kinship kinship = topics.meets(topic, id);
    if (kinship == KnownTopics.Kinship.ANOTHER) {
      next.replaceAll((partition, offset) -> partition.topic().equals(topic) ? 0 : offset);
      journalled.keySet().removeIf(partition -> partition.topic().equals(topic));
      committables.keySet().removeIf(partition -> partition.topic().equals(topic));
      passedOver.forget(topic);
    }
    return kinship;
  }

  /** Whether a topic was made anew since it was met. */
  synchronized boolean isAnother(String topic, long id) {
    return topics.isAnother(topic, id);
  }

  /** Other members of the group have them now, or nobody: a topic may be gone. */
  synchronized void givenAway(Set<TopicPartition> partitions) {
    held.removeAll(partitions);
    committables.keySet().removeAll(partitions);
  }

  /** These facts are kept with the positions from now on. */
  synchronized void keep(Supplier<Map<String, Long>> facts) {
    more = facts;
  }

  /**
   * Goes on at an offset; what lies between is passed over.
   *
   * @param resume where another would have to begin
   */
  synchronized void begin(TopicPartition partition, long offset, long resume) {
    held.add(partition);
    next.put(partition, offset);
    resumeAt.put(partition, resume);
    states.add(state());
  }

  /** So many messages were gone before they were read. */
  synchronized void lost(long messages) {
    lost += messages;
  }

  /**
   * Counts as lost what was passed over and lies before the oldest message that is still there.
   *
   * @param first oldest offset by partition
   * @return how many messages that is
   */
  synchronized long lostBefore(Map<TopicPartition, Long> first) {
    long gone = passedOver.takeLost(first);
    lost += gone;
    return gone;
  }

  synchronized long lost() {
    return lost;
  }

  /** Whether the message was not read yet: after a rebalance some come twice. */
  synchronized boolean isNew(TopicPartition partition, long offset) {
    return offset >= next.getOrDefault(partition, 0L);
  }

  /**
   * Whether the journal has it admitted already, after the facts that it has; asked once for each.
   *
   * @param offset of the message, or of the first of a conversation's
   */
  synchronized boolean takeJournalled(TopicPartition partition, long offset) {
    Set<Long> offsets = journalled.get(partition);
    boolean taken = offsets != null && offsets.remove(offset);
    journalled.values().removeIf(Set::isEmpty);
    return taken;
  }

  /**
   * A message was read and counted.
   *
   * @param committable leaves word with the group; empty when there is nothing new to say
   * @param resume where another would have to begin that knows no journal
   * @param more how many prefixes were given for it
   * @param facts all that is counted now
   * @return how many prefixes were given away by now
   */
  synchronized long passed(
      TopicPartition partition,
      long offset,
      Optional<Committable> committable,
      long resume,
      int more,
      Map<String, Long> facts) {
    passedOver.add(partition, next.getOrDefault(partition, offset), offset);
    next.merge(partition, offset + 1, Math::max);
    return settled(partition, committable, resume, more, facts);
  }

  /**
   * Something was counted without a message; otherwise as {@link #passed}.
   *
   * @return how many prefixes were given away by now
   */
  synchronized long settled(
      TopicPartition partition,
      Optional<Committable> committable,
      long resume,
      int more,
      Map<String, Long> facts) {
    counts = facts;
    resumeAt.put(partition, resume);
    if (held.contains(partition)) {
      committable.ifPresent(last -> committables.put(partition, last));
    }
    given += more;
    if (given - lastState >= BETWEEN_STATES) {
      states.add(state());
      lastState = given;
    }
    return given;
  }

  /** Where everything stands, whether or not it is counted. */
  synchronized State now() {
    return state();
  }

  /** The latest state of which every prefix is counted; earlier ones are forgotten. */
  synchronized Optional<State> upTo(long watermark) {
    if (given <= watermark) {
      states.clear();
      lastState = given;
      return Optional.of(state());
    }
    State latest = null;
    while (!states.isEmpty() && states.peek().given() <= watermark) {
      latest = states.poll();
    }
    return Optional.ofNullable(latest);
  }

  private State state() {
    Map<String, Long> facts = new HashMap<>(counts);
    facts.putAll(more.get());
    next.forEach((partition, offset) -> facts.put(NEXT + name(partition), offset));
    facts.putAll(topics.facts());
    facts.put(LOST, lost);
    facts.put(COUNTED, journalled.isEmpty() ? given : counted);
    Map<TopicPartition, Long> ours = next();
    ours.replaceAll(resumeAt::getOrDefault);
    return new State(given, facts, ours, committables.values());
  }
}
