package dev.rehearsal.streams.pipeline;

import dev.rehearsal.standing.Resolved;
import dev.rehearsal.streams.journal.ReplyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A prefix that is resolved, or that could not be. It holds no text: it may wait long for its turn.
 *
 * @param resolved its verdicts; incomplete when there are halts
 * @param time when its conversation took place, if that is known
 * @param replies what is counted of each lane's reply
 * @param halts why it could not be resolved whole
 */
record Graded(
    Resolved resolved, Optional<Instant> time, List<ReplyFact> replies, List<Missing> halts)
    implements Numbered {

  /**
   * What has no final word.
   *
   * @param categories that lack a verdict for it; empty for a lane's reply, which all need
   */
  record Missing(Halt halt, Set<String> categories) {
    boolean matters(Predicate<String> decided) {
      return categories.isEmpty() || !categories.stream().allMatch(decided);
    }
  }

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

  /**
   * Why nothing from this number on is counted, if so: not for want of verdicts on categories that
   * were decided before.
   */
  Optional<Halt> halt(Predicate<String> decided) {
    return halts.stream()
        .filter(missing -> missing.matters(decided))
        .map(Missing::halt)
        .findFirst();
  }

  @Override
  public long number() {
    return resolved.number();
  }
}
