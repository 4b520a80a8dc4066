package dev.rehearsal.streams.source;

import dev.rehearsal.config.Sample;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.sampling.Cutter;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.streams.source.format.LogRecord;
import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.RecordSettings;
import dev.rehearsal.streams.source.format.ToolDefinitions;
import dev.rehearsal.streams.source.format.UnusableException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One line → a prefix, or the reason why not: read, filter, refuse an id seen before, cut. Not
 * thread-safe, but for {@link #prefix}.
 */
final class Screening {
  private static final String SAMPLE_DOMAIN = "sample";
  private static final String USER_DOMAIN = "user";

  private final RecordSettings settings;
  private final Sample sample;
  private final ToolDefinitions tools;
  private final Tally tally;
  private final Slices slices;
  private final Optional<DrawnStrata> strata;
  private final LongCounts seen = new LongCounts();

  Screening(RecordSettings settings, Sample sample, Tally tally) {
    this.settings = settings;
    this.sample = sample;
    this.tools = settings.tools();
    this.tally = tally;
    this.slices = new Slices(sample.slices(), sample.strata());
    this.strata = DrawnStrata.of(sample);
  }

  /** What is left of a line; the rest is counted. */
  Optional<Candidate> screen(Line line, String source) {
    tally.read();
    Position position = new Position(source, line.number());
    try {
      if (line.tooLong()) {
        throw new UnusableException(Reason.TOO_LONG, settings.maxLineBytes() + " bytes");
      }
      LogRecord record = read(line.bytes(), line.length());
      if (!sample.keeps(record.attributes())) {
        tally.dropped();
        return Optional.empty();
      }
      long contentBits = Uniform.bits(SAMPLE_DOMAIN, sample.seed(), record.contentId());
      int occurrence = seen.increment(contentBits);
      Conversation conversation = record.conversation(occurrence, position);
      if (occurrence > 1 && record.declaredId().isPresent()) {
        throw new UnusableException(Reason.ID_SEEN_BEFORE, "").of(conversation.id());
      }
      long order =
          occurrence == 1
              ? contentBits
              : Uniform.bits(SAMPLE_DOMAIN, sample.seed(), conversation.id());
      Optional<Long> user =
          conversation.user().map(key -> Uniform.bits(USER_DOMAIN, sample.seed(), key));
      Sampled cut = cut(conversation);
      OptionalInt stratum = stratum(cut);
      return Optional.of(
          new Candidate(
              sample.byUser() ? user.orElse(order) : order,
              drawn(stratum, conversation.id()),
              user,
              occurrence,
              stratum,
              cut));
    } catch (UnusableException e) {
      tally.quarantined(position, e);
      return Optional.empty();
    }
  }

  /** The same prefix again, from what was kept of the line. */
  Sampled prefix(Spool.Entry entry, String source) {
    try {
      LogRecord record = read(entry.bytes(), entry.bytes().length);
      return cut(record.conversation(entry.occurrence(), new Position(source, entry.line())));
    } catch (UnusableException e) {
      throw new IllegalStateException("it could be used before: " + source + ":" + entry.line(), e);
    }
  }

  /** Forgets which ids were seen: nothing is screened after it. */
  void finish() {
    seen.clear();
    slices.complete();
  }

  /** See {@link ToolDefinitions#fingerprint}. */
  String toolsFingerprint() {
    return tools.fingerprint();
  }

  /** The number of its stratum; empty where none are drawn. */
  private OptionalInt stratum(Sampled cut) throws UnusableException {
    if (strata.isEmpty()) {
      return OptionalInt.empty();
    }
    String field = strata.get().field();
    OptionalInt stratum = strata.get().of(cut.slices().getOrDefault(field, Slices.NONE));
    if (stratum.isEmpty()) {
      throw new UnusableException(Reason.NO_STRATUM, field).of(cut.prefix().conversationId());
    }
    return stratum;
  }

  private boolean drawn(OptionalInt stratum, String conversationId) {
    return stratum.isEmpty() || strata.orElseThrow().takes(stratum.getAsInt(), conversationId);
  }

  private LogRecord read(byte[] bytes, int length) throws UnusableException {
    return LogRecord.read(bytes, length, settings.format(), settings.fields());
  }

  private Sampled cut(Conversation conversation) throws UnusableException {
    try {
      return Cutter.cut(
              conversation, tools.of(conversation.attributes()), sample.cut(), sample.seed())
          .map(prefix -> Sampled.of(prefix, conversation, slices.of(conversation.attributes())))
          .orElseThrow(() -> new UnusableException(Reason.NO_REPLY, ""));
    } catch (UnusableException e) {
      throw e.of(conversation.id());
    }
  }

  /**
   * A prefix that may be sampled.
   *
   * @param order its place in the permutation, unsigned, unless a cap gives it another ({@link
   *     UserPlaces}): that of its user where users count, so that all of a user's conversations
   *     follow each other
   * @param drawn whether the fraction of its stratum takes it; true where none are drawn
   * @param user hash of the user key; empty for a user of its own
   * @param occurrence see {@link LogRecord#id}
   * @param stratum see {@link dev.rehearsal.config.SampleStrata#names}; empty where none are drawn
   */
  record Candidate(
      long order,
      boolean drawn,
      Optional<Long> user,
      int occurrence,
      OptionalInt stratum,
      Sampled sampled) {}
}
