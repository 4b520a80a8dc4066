package dev.rehearsal.streams.group;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.standing.RunCounts;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.kafka.Positions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * One process of a group that counts together. It claims the partitions that it is given, goes on
 * where the totals' topic says that they were counted, and tells what it has counted of each at the
 * end of every epoch. A thread of its own reads the topic. Thread-safe.
 */
public final class GroupMember implements AutoCloseable {
  private static final Duration TURN = Duration.ofMillis(200);
  private static final Duration LONGEST_CLAIM = Duration.ofSeconds(20);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  /** A partition that is read here while another has claimed it is claimed again after so long. */
  private static final Duration FENCED = Duration.ofSeconds(10);

  private final GroupSettings settings;
  private final TotalsTopic topic;
  private final ShareJson json;
  private final Consumer<String> trouble;
  private final Ledger ledger = new Ledger();
  private final OwnCounts own = new OwnCounts();
  private final Map<String, Long> fencedSince = new HashMap<>();
  private final Thread thread;
  private volatile Runnable work = () -> {};
  private volatile @Nullable Consumer<GroupTotal> listener;
  private volatile Optional<GroupTotal> told = Optional.empty();
  private final CountDownLatch closed = new CountDownLatch(1);
  private String said = "";

  private GroupMember(GroupSettings settings, TotalsTopic topic, Consumer<String> trouble) {
    this.settings = settings;
    this.topic = topic;
    this.json = new ShareJson(settings.run());
    this.trouble = trouble;
    this.thread = new Thread(this::loop, "group-totals");
    thread.setDaemon(true);
  }

  /**
   * Reads what the group has counted so far; waits for the brokers.
   *
   * @param trouble is told what a person should know
   * @throws RehearsalException when they do not answer, or the topic will not do
   */
  public static GroupMember open(
      GroupSettings settings, Connection connection, Consumer<String> trouble) {
    TotalsTopic topic = TotalsTopic.open(connection, settings.totals(), trouble);
    GroupMember member = new GroupMember(settings, topic, trouble);
    try {
      topic.readAll(member::read);
    } catch (KafkaException e) {
      topic.close();
      throw RehearsalException.failed(
          "Kafka at %s: the topic %s of group.totals: %s"
              .formatted(connection.address(), settings.totals(), Positions.reason(e)),
          e);
    }
    return member;
  }

  /**
   * Begins to read and to tell.
   *
   * @param partitions that are there now
   * @param each is done several times a second, on the thread that tells
   */
  public void start(Collection<String> partitions, Runnable each) {
    ledger.expect(partitions);
    work = each;
    thread.start();
  }

  /** Is told every total, on the thread that reads: it may write a file. */
  public void listen(Consumer<GroupTotal> each) {
    listener = each;
  }

  /**
   * The latest that the listener has been told, so that a run which ends with it has shown it.
   * Empty before an epoch is complete in every partition, and while nobody listens.
   */
  public Optional<GroupTotal> total() {
    return told;
  }

  /** How long an epoch is. */
  public Duration epoch() {
    return settings.epoch();
  }

  /** The number of the epoch that is now. */
  public long epochNow() {
    return settings.clock().millis() / settings.epoch().toMillis();
  }

  /** The partitions that hold the total back. */
  public List<String> behind() {
    return ledger.behind();
  }

  /** The offset that the group has counted up to; empty before anything. */
  public OptionalLong next(String partition) {
    long next = ledger.latest(partition).next();
    return next == Share.NOTHING ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /**
   * Takes partitions over, from whoever had them; waits until all can see it.
   *
   * @throws RehearsalException when the brokers do not take it in time
   */
  public void claim(Set<String> partitions) {
    long end = System.nanoTime() + LONGEST_CLAIM.toNanos();
    Set<String> left = new TreeSet<>(partitions);
    Map<String, Claim> said = new HashMap<>();
    synchronized (ledger) {
      while (!left.isEmpty()) {
        left.forEach(partition -> said.put(partition, sayClaim(partition)));
        long again = System.nanoTime() + BETWEEN_TRIES.toNanos();
        while (!left.isEmpty() && System.nanoTime() < again) {
          awaitNews();
          left.removeIf(
              p ->
                  isOurs(p)
                      && ledger.latest(p).claim().compareTo(said.getOrDefault(p, Claim.NONE)) >= 0);
        }
        if (!left.isEmpty() && System.nanoTime() >= end) {
          throw RehearsalException.failed(
              "the topic %s of group.totals did not take a claim on %s within %d s; see whether the brokers are up and this program may write there"
                  .formatted(settings.totals(), left, LONGEST_CLAIM.toSeconds()));
        }
      }
    }
  }

  private void awaitNews() {
    try {
      ledger.wait(TURN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a claim was under way", e);
    }
  }

  /** A prefix was admitted with this number. */
  public void admitted(long number, String partition, long offset) {
    if (offset >= ledger.latest(partition).next()) {
      own.admitted(number, partition, offset);
    }
  }

  /** A prefix is counted, and all before it; called in order of admission. */
  public void counted(long number, RunCounts counts) {
    own.counted(number, counts);
  }

  /**
   * An epoch has ended.
   *
   * @param given prefixes were admitted by now
   * @param next offset of each partition that is read
   */
  public void epochEnded(long epoch, long given, Map<String, Long> next) {
    own.epochEnded(epoch, given, next);
  }

  /**
   * Tells what can be told.
   *
   * @param held partitions that are read by this process
   */
  public void tell(Set<String> held) {
    for (Share share : own.due(ledger, settings.member(), held)) {
      topic.put(json.key(share.partition(), share.claim()), json.value(share));
      List<Claim> older = ledger.olderClaims(share.partition());
      older.forEach(claim -> topic.put(json.key(share.partition(), claim), null));
      ledger.forget(share.partition(), older);
    }
    fencedSince.keySet().retainAll(held);
    for (String partition : held) {
      if (isOurs(partition)) {
        fencedSince.remove(partition);
      } else if (System.nanoTime() - fencedSince.computeIfAbsent(partition, p -> System.nanoTime())
          > FENCED.toNanos()) {
        fencedSince.remove(partition);
        Claim unused = sayClaim(partition);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    topic.wakeUp();
    try {
      thread.join(LONGEST_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    topic.close();
  }

  private void loop() {
    while (closed.getCount() > 0) {
      try {
        topic.turn(TURN, this::read);
        tellTotal();
        work.run();
        said = "";
      } catch (WakeupException e) {
        assert closed.getCount() == 0 : e;
      } catch (RuntimeException e) {
        String reason = Positions.reason(e);
        if (!reason.equals(said)) {
          trouble.accept("the group's total stands still: " + reason);
          said = reason;
        }
        pause();
      }
    }
  }

  /** Till it is time to try again, or to end. */
  private void pause() {
    try {
      boolean unused = closed.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  private void tellTotal() {
    Consumer<GroupTotal> listens = listener;
    Optional<GroupTotal> total = ledger.total();
    long before = told.map(GroupTotal::epoch).orElse(-1L);
    if (listens != null && total.isPresent() && total.get().epoch() > before) {
      try {
        listens.accept(total.get());
      } finally {
        told = total;
      }
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> message) {
    byte @Nullable [] value = message.value();
    if (value == null) {
      return;
    }
    try {
      Optional<Share> share = json.read(value);
      if (share.isPresent()) {
        synchronized (ledger) {
          ledger.read(share.get());
          ledger.notifyAll();
        }
      }
    } catch (IllegalArgumentException e) {
      trouble.accept(
          "group.totals: the message at offset %d of %s is passed over: %s"
              .formatted(message.offset(), settings.totals(), e.getMessage()));
    }
  }

  private boolean isOurs(String partition) {
    return ledger.latest(partition).claim().member().equals(settings.member());
  }

  private Claim sayClaim(String partition) {
    Share latest = ledger.latest(partition);
    Share claim = latest.by(latest.claim().next(settings.member()));
    topic.put(json.key(partition, claim.claim()), json.value(claim));
    return claim.claim();
  }
}
