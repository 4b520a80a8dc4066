package dev.rehearsal.streams.journal;

import dev.rehearsal.conversation.Reply;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The final word on one reply.
 *
 * @param admission number of the prefix that it answers
 * @param lane as the plan names it
 * @param sample counted from 1
 * @param key the reply key
 * @param state answered, blocked or failed
 * @param reason why there is no reply, short; empty text when there is one
 * @param attempts made; 0 when nothing was sent
 * @param reply empty unless answered. An answered row without a reply stands for the prefix's own
 *     recorded reply, which is journalled with the admission and so not written twice
 * @param latencyMicros of the attempt that answered, in microseconds
 * @param costUsd what it cost in US dollars, where the plan has a price
 * @param prefixDiffers true when a recorded lane answered a prefix of other text
 * @param finishReason of the reply, be it the prefix's own
 * @param servedModel of the reply, be it the prefix's own
 */
public record ReplyRow(
    long admission,
    String lane,
    int sample,
    String key,
    ReplyState state,
    String reason,
    int attempts,
    Optional<Reply> reply,
    long latencyMicros,
    OptionalDouble costUsd,
    boolean prefixDiffers,
    Optional<String> finishReason,
    Optional<String> servedModel) {

  public ReplyRow {
    Keys.requireAdmission(admission);
    if (sample < 1) {
      throw new IllegalArgumentException("samples are counted from 1, was " + sample);
    }
    if (state != ReplyState.ANSWERED && reply.isPresent()) {
      throw new IllegalArgumentException("only an answered row has a reply, was " + state);
    }
  }

  /** One that brings its own reply, or has none. */
  public ReplyRow(
      long admission,
      String lane,
      int sample,
      String key,
      ReplyState state,
      String reason,
      int attempts,
      Optional<Reply> reply,
      long latencyMicros,
      OptionalDouble costUsd,
      boolean prefixDiffers) {
    this(
        admission,
        lane,
        sample,
        key,
        state,
        reason,
        attempts,
        reply,
        latencyMicros,
        costUsd,
        prefixDiffers,
        reply.flatMap(Reply::finishReason),
        reply.flatMap(Reply::servedModel));
  }

  /** The answer of a lane that is the recorded reply of its prefix. */
  public static ReplyRow recorded(
      long admission, String lane, int sample, String key, Reply recorded) {
    return new ReplyRow(
        admission,
        lane,
        sample,
        key,
        ReplyState.ANSWERED,
        "",
        0,
        Optional.empty(),
        0,
        OptionalDouble.empty(),
        false,
        recorded.finishReason(),
        recorded.servedModel());
  }
}
