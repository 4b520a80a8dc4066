package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.config.Sample;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.sampling.Cutter;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.StoredAdmission;
import dev.rehearsal.streams.source.Fraction;
import dev.rehearsal.streams.source.RecentIds;
import dev.rehearsal.streams.source.Sampled;
import dev.rehearsal.streams.source.Screened;
import dev.rehearsal.streams.source.Slices;
import dev.rehearsal.streams.source.UserCap;
import dev.rehearsal.streams.source.format.LogRecord;
import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.ToolDefinitions;
import dev.rehearsal.streams.source.format.UnusableException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message of an endless source → a prefix, or the reason why not. What it remembers (ids,
 * users, slices) is bounded, and follows from the admitted prefixes alone: a journal brings it
 * back. Not thread-safe.
 */
final class MessageScreening {
  private static final String SAMPLE_DOMAIN = "sample";
  private static final String USER_DOMAIN = "user";
  private static final String DAY_DOMAIN = "user-day";

  private final KafkaSettings settings;
  private final Sample sample;
  private final ToolDefinitions tools;
  private final Slices slices;
  private final RecentIds recent;
  private final UserCap users;
  private final Fraction fraction;
  private long taken;

  MessageScreening(KafkaSettings settings, Sample sample, Fraction fraction) {
    this.settings = settings;
    this.sample = sample;
    this.fraction = fraction;
    this.tools = settings.records().tools();
    this.slices = new Slices(sample.slices(), Optional.empty());
    this.recent = new RecentIds(settings.remember());
    this.users = new UserCap(sample.perUser());
  }

  /** Remembers what was admitted before. */
  void restore(Iterator<Recovered> admitted) {
    admitted.forEachRemaining(
        recovered -> {
          StoredAdmission admission = recovered.admission();
          recent.add(order(admission.conversationId()));
          admission.user().ifPresent(user -> users.takes(user(user), time(admission.time())));
          slices.restore(admission.slices());
          taken++;
        });
  }

  /**
   * What the message comes to.
   *
   * @param value null for a message without one
   * @param written when the broker or the producer says that it was written: its time, if it says
   *     nothing better
   * @throws UnusableException when it cannot be used
   */
  Screened screen(byte @Nullable [] value, Position position, Instant written)
      throws UnusableException {
    if (value == null) {
      throw new UnusableException(Reason.NO_VALUE, "");
    }
    if (value.length > settings.records().maxLineBytes()) {
      throw new UnusableException(Reason.TOO_LONG, value.length + " bytes");
    }
    LogRecord record =
        LogRecord.read(
            value, value.length, settings.records().format(), settings.records().fields());
    if (!sample.keeps(record.attributes())) {
      return Screened.DROPPED;
    }
    String id = record.declaredId().orElseGet(position::toString);
    long order = order(id);
    Instant time = record.time().orElse(written);
    if (!sample.takes(coin(record, order, time), fraction.at(taken + 1))) {
      return Screened.UNSAMPLED;
    }
    Conversation conversation =
        new Conversation(
            id,
            record.messages(),
            Optional.of(time),
            record.model(),
            record.user(),
            record.attributes(),
            position);
    Prefix prefix = cut(conversation);
    if (recent.contains(order)) {
      throw new UnusableException(Reason.ID_SEEN_BEFORE, "").of(id);
    }
    if (conversation.user().isPresent() && !users.takes(user(conversation.user().get()), time)) {
      return Screened.UNSAMPLED;
    }
    recent.add(order);
    taken++;
    return new Screened(
        Optional.of(Sampled.of(prefix, conversation, slices.of(conversation.attributes()))), false);
  }

  private Prefix cut(Conversation conversation) throws UnusableException {
    try {
      return Cutter.cut(
              conversation, tools.of(conversation.attributes()), sample.cut(), sample.seed())
          .orElseThrow(() -> new UnusableException(Reason.NO_REPLY, ""));
    } catch (UnusableException e) {
      throw e.of(conversation.id());
    }
  }

  /**
   * What the fraction goes by: with a cap, the user and the day, for a coin of each message would
   * more likely find one among a user's many. It remembers nobody who is not admitted.
   */
  private double coin(LogRecord record, long order, Instant time) {
    if (sample.perUser().isEmpty() || record.user().isEmpty()) {
      return Uniform.of(order);
    }
    return Uniform.of(DAY_DOMAIN, sample.seed(), UserCap.day(time) + "/" + record.user().get());
  }

  private long order(String id) {
    return Uniform.bits(SAMPLE_DOMAIN, sample.seed(), id);
  }

  private long user(String key) {
    return Uniform.bits(USER_DOMAIN, sample.seed(), key);
  }

  /** Every message has one; a row of a foreign journal may not. */
  private static Instant time(Optional<Instant> time) {
    return time.orElse(Instant.EPOCH);
  }
}
