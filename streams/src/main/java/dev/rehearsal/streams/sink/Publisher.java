package dev.rehearsal.streams.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.streams.kafka.Outbox;
import dev.rehearsal.streams.kafka.StallWatch;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells a run's verdicts, estimates and alarms to topics. Verdicts are read out of the journal,
 * once they are counted: what is told is durable. While brokers are away, what is told waits and
 * the path does not. Thread-safe.
 */
public final class Publisher implements AutoCloseable {
  private static final long MOST_SECONDS_TO_SETTLE = 5;

  private final Publication publication;
  private final String run;
  private final InstantSource clock;
  private final JournalReader journal;
  private final Outbox outbox;
  private final StallWatch stall;
  private final long before;

  /** The verdicts of admissions up to this one are in the outbox, or were before a resume. */
  private long told;

  /** Those of admissions up to this one are with the brokers. */
  private volatile long settled;

  /**
   * @param run the run's name, in every message
   * @param before all of admissions up to this one was told before a resume
   * @param trouble is told of messages that the brokers refused for good
   */
  public Publisher(
      Publication publication,
      String run,
      RunFolder folder,
      long before,
      InstantSource clock,
      Consumer<String> trouble) {
    this.publication = publication;
    this.run = run;
    this.clock = clock;
    this.before = before;
    this.told = before;
    this.settled = before;
    this.journal = JournalReader.open(folder);
    this.outbox = new Outbox(publication.connection(), trouble);
    this.stall = new StallWatch(publication.connection(), publication.topics());
  }

  /** All that was told of admissions up to this one is with the brokers. */
  public long settled() {
    return settled;
  }

  /**
   * Tells the verdicts of the admissions that are counted by now, as far as there is room for them:
   * while brokers are away the rest stays in the journal. Reads it: call this on a thread that may
   * block.
   *
   * @param watermark everything up to this admission is journalled and counted
   */
  public synchronized void counted(long watermark) {
    if (watermark <= told) {
      return;
    }
    if (publication.verdicts().isPresent()) {
      verdicts(publication.verdicts().get(), watermark);
    } else {
      told = watermark;
    }
  }

  /**
   * What was told so far is all that there is of its admissions, looks and alarms too: a resume
   * need not repeat it once the brokers have it.
   */
  public synchronized void toldAll() {
    long upTo = told;
    var unused = outbox.settled().thenRun(() -> settled = Math.max(settled, upTo));
  }

  /** What is to be said of topics that are not there, before anything is told. */
  public Optional<String> atTheStart() {
    return stall.atTheStart();
  }

  /** What is to be said of topics that take nothing, or again do; on a thread that may block. */
  public synchronized Optional<String> look() {
    return stall.look(outbox.stuck());
  }

  /** Whether there is room for what is to be told next: beyond it memory would grow. */
  public boolean hasRoom() {
    return outbox.hasRoom();
  }

  /** Tells how it stands at a look, unless that was told before a resume. */
  public void looked(Standing standing) {
    if (standing.watermark() > before) {
      publication
          .estimates()
          .ifPresent(topic -> put(topic, run, Messages.estimates(run, standing, clock.instant())));
    }
  }

  /** Tells an alarm of a change, unless that was told before a resume. */
  public void raised(Alarm alarm, String sentence) {
    raised(alarm.at(), () -> Messages.alarm(run, alarm, sentence, clock.instant()));
  }

  /**
   * Tells an alarm that a forecast does not hold, unless that was told before a resume.
   *
   * @param at admission number of the look
   * @param category as it stood then
   */
  public void raised(long at, String sentence, ObjectNode category) {
    raised(at, () -> Messages.alarm(run, category, sentence, clock.instant()));
  }

  private void raised(long at, Supplier<ObjectNode> message) {
    if (at > before) {
      publication.alarms().ifPresent(topic -> put(topic, run, message.get()));
    }
  }

  /** Waits for the brokers to take what was told, a few seconds at most. */
  public void settle() {
    CompletableFuture.anyOf(
            outbox.settled().toCompletableFuture(),
            new CompletableFuture<>()
                .completeOnTimeout(false, MOST_SECONDS_TO_SETTLE, TimeUnit.SECONDS))
        .join();
  }

  /** What the brokers did not take by now is told after a resume. */
  @Override
  public void close() {
    outbox.close();
    journal.close();
  }

  private void verdicts(String topic, long watermark) {
    Iterator<Recovered> admissions = journal.admissions(told + 1);
    while (told < watermark && admissions.hasNext() && outbox.hasRoom()) {
      Recovered recovered = admissions.next();
      for (VerdictRow row : recovered.verdicts()) {
        put(
            topic,
            recovered.admission().conversationId(),
            Messages.verdict(run, recovered.admission(), row));
      }
      told++;
    }
  }

  private void put(String topic, String key, ObjectNode message) {
    outbox.add(
        new ProducerRecord<>(
            topic,
            key.getBytes(StandardCharsets.UTF_8),
            message.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
