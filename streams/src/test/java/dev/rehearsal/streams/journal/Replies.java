package dev.rehearsal.streams.journal;

import dev.rehearsal.conversation.Reply;
import java.util.Optional;
import java.util.OptionalDouble;

/** Rows of replies for the tests of journals. */
final class Replies {
  private Replies() {}

  static ReplyRow reply(long admission, ReplyState state) {
    return reply(admission, "candidate", state);
  }

  static ReplyRow reply(long admission, String lane, ReplyState state) {
    return new ReplyRow(
        admission,
        lane,
        1,
        "key" + admission,
        state,
        "",
        2,
        Optional.empty(),
        1_500,
        OptionalDouble.of(0.25),
        false);
  }

  static ReplyRow withReply(ReplyRow row, RandomRows rows) {
    return withReply(row, rows.reply());
  }

  static ReplyRow withUsage(ReplyRow row, RandomRows rows) {
    var reply = rows.reply();
    return withReply(
        row,
        new Reply(
            reply.messages(),
            reply.finishReason(),
            Optional.of(new Reply.Usage(100, 20)),
            reply.servedModel()));
  }

  static ReplyRow withReply(ReplyRow row, Reply reply) {
    return new ReplyRow(
        row.admission(),
        row.lane(),
        row.sample(),
        row.key(),
        row.state(),
        row.reason(),
        row.attempts(),
        Optional.of(reply),
        row.latencyMicros(),
        row.costUsd(),
        row.prefixDiffers());
  }
}
