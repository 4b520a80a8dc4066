package dev.rehearsal.sampling;

/** Where a conversation is cut: what comes after is the recorded reply or dropped. */
public enum Cut {
  /** Before the last assistant message; that one message is the recorded reply. */
  LAST_MESSAGE,
  /** After the last user message; the whole turn that follows is the recorded reply. */
  LAST_TURN,
  /** After the first user message; the turn that follows is the recorded reply. */
  FIRST_TURN,
  /** After a user message chosen by hash; the turn that follows is the recorded reply. */
  RANDOM_TURN,
  /** After the first user message; everything that follows is the recorded reply. */
  TRAJECTORY,
  /** Nothing is removed: no recorded reply, and so no production lane. */
  END;

  /** True when the recorded reply may hold tool calls with their results. */
  public boolean removesToolCalls() {
    return this != LAST_MESSAGE && this != END;
  }
}
