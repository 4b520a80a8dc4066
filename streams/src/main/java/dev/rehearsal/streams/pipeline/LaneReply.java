package dev.rehearsal.streams.pipeline;

import dev.rehearsal.conversation.Reply;
import dev.rehearsal.streams.journal.Held;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.StoredReply;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What came of one prefix in one lane, journalled.
 *
 * @param sample which of the lane's replies to the prefix it is, counted from 1
 * @param reason why there is no reply; empty text when there is one
 * @param text the reply; asked for only when the state is answered
 * @param reused true when the journal had it
 * @param servedModel the model that the provider says answered
 * @param prefixDiffers true when a recorded reply belongs to a prefix of other text
 */
record LaneReply(
    String lane,
    int sample,
    String key,
    ReplyState state,
    String reason,
    Supplier<Held<Reply>> text,
    boolean reused,
    boolean truncated,
    Optional<String> servedModel,
    boolean prefixDiffers) {

  static LaneReply stored(StoredReply stored) {
    return new LaneReply(
        stored.lane(),
        stored.sample(),
        stored.key(),
        stored.state(),
        stored.reason(),
        () -> stored.text().map(Optional::orElseThrow),
        true,
        Reply.truncatedBy(stored.finishReason()),
        stored.servedModel(),
        stored.prefixDiffers());
  }
}
