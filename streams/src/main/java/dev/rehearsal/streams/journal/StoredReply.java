package dev.rehearsal.streams.journal;

import dev.rehearsal.conversation.Reply;
import dev.rehearsal.conversation.Reply.Usage;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A reply as it is journalled: everything but the text, which is read when asked for. Usable on any
 * thread while its reader is open.
 */
public final class StoredReply {
  private final JournalText text;
  private final ReplyRow row;
  private final boolean hasText;
  private final Optional<String> finishReason;
  private final Optional<Usage> usage;
  private final Optional<String> servedModel;
  private final long id;

  /**
   * @param row without its reply
   */
  StoredReply(
      JournalText text,
      long id,
      ReplyRow row,
      boolean hasText,
      Optional<String> finishReason,
      Optional<Usage> usage,
      Optional<String> servedModel) {
    this.text = text;
    this.id = id;
    this.row = row;
    this.hasText = hasText;
    this.finishReason = finishReason;
    this.usage = usage;
    this.servedModel = servedModel;
  }

  public long admission() {
    return row.admission();
  }

  public String lane() {
    return row.lane();
  }

  public int sample() {
    return row.sample();
  }

  public String key() {
    return row.key();
  }

  public ReplyState state() {
    return row.state();
  }

  public String reason() {
    return row.reason();
  }

  public int attempts() {
    return row.attempts();
  }

  public long latencyMicros() {
    return row.latencyMicros();
  }

  public OptionalDouble costUsd() {
    return row.costUsd();
  }

  public boolean prefixDiffers() {
    return row.prefixDiffers();
  }

  /** See {@link Reply#finishReason()}; also for a reply that stands with its prefix. */
  public Optional<String> finishReason() {
    return finishReason;
  }

  /** See {@link Reply#usage()}; empty for a reply that stands with its prefix. */
  public Optional<Usage> usage() {
    return usage;
  }

  /** See {@link Reply#servedModel()}; also for a reply that stands with its prefix. */
  public Optional<String> servedModel() {
    return servedModel;
  }

  /**
   * Reads and unpacks the reply, a prefix's recorded one included, or finds when it was purged;
   * empty unless answered.
   */
  public Held<Optional<Reply>> text() {
    if (row.state() != ReplyState.ANSWERED) {
      return new Held.There<>(Optional.empty());
    }
    return hasText
        ? text.messages(id)
            .map(messages -> Optional.of(new Reply(messages, finishReason, usage, servedModel)))
        : text.recordedReply(row.admission());
  }

  /**
   * Reads and unpacks the reply, a prefix's recorded one included; empty unless answered.
   *
   * @throws dev.rehearsal.RehearsalException when it was purged
   */
  public Optional<Reply> reply() {
    return text().orThrow("the reply of " + row.lane() + " to prefix " + row.admission());
  }

  /** The row as it was appended. */
  public ReplyRow toRow() {
    return new ReplyRow(
        row.admission(),
        row.lane(),
        row.sample(),
        row.key(),
        row.state(),
        row.reason(),
        row.attempts(),
        hasText ? reply() : Optional.empty(),
        row.latencyMicros(),
        row.costUsd(),
        row.prefixDiffers(),
        finishReason,
        servedModel);
  }
}
