package dev.rehearsal.model;

import dev.rehearsal.conversation.Reply;
import java.time.Duration;

/** The final word on one ask of a {@link Model}. */
public sealed interface Answer {

  /**
   * A reply.
   *
   * @param attempts made, at least 1
   * @param latency of the attempt that answered, from dispatch
   */
  record Answered(Reply reply, int attempts, Duration latency) implements Answer {}

  /** The provider would not take the request because of its content. */
  record Blocked(String reason, int attempts) implements Answer {}

  /**
   * No reply after every attempt that was worth making.
   *
   * @param fatal every further ask would fail too: the run stops, and this prefix stays open so
   *     that it is asked again on resume
   */
  record Failed(String reason, int attempts, boolean fatal) implements Answer {}

  /** Not asked: the worst case of this call would exceed the budget. Nothing was spent. */
  record OverBudget(String limit) implements Answer {}

  /** Not asked, or not asked again: the run is stopping. It is asked anew on resume. */
  record Withdrawn() implements Answer {}
}
