package dev.rehearsal.actors.simulated;

/** What a simulated model plays. */
public enum Role {
  /** Replies to conversations, and violates categories at known rates. */
  ASSISTANT,
  /** Answers the questions of rubric graders, and is wrong at known rates. */
  JUDGE
}
