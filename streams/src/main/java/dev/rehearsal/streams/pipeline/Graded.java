package dev.rehearsal.streams.pipeline;

import dev.rehearsal.standing.Resolved;
import dev.rehearsal.streams.journal.ReplyState;
import java.util.List;
import java.util.Optional;

/**
 * A prefix that is resolved, or that could not be. It holds no text: it may wait long for its turn.
 *
 * @param resolved its verdicts; incomplete when there is a halt
 * @param replies what is counted of each lane's reply
 * @param halt why it could not be resolved; nothing from this number on is counted
 */
record Graded(Resolved resolved, List<ReplyFact> replies, Optional<Halt> halt) implements Numbered {

  /** What is counted of a reply. */
  record ReplyFact(
      String lane,
      ReplyState state,
      boolean reused,
      boolean truncated,
      Optional<String> servedModel,
      boolean prefixDiffers) {

    static ReplyFact of(LaneReply reply) {
      return new ReplyFact(
          reply.lane(),
          reply.state(),
          reply.reused(),
          reply.truncated(),
          reply.servedModel(),
          reply.prefixDiffers());
    }
  }

  @Override
  public long number() {
    return resolved.number();
  }
}
