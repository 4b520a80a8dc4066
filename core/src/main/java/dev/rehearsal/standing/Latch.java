package dev.rehearsal.standing;

import dev.rehearsal.estimate.State;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds the first final state that a rule reached. The intervals are valid at every look, so what
 * was settled once stays settled.
 */
final class Latch {
  private State state = State.UNDECIDED;
  private OptionalLong decidedAt = OptionalLong.empty();

  void settle(Optional<State> reached, long watermark) {
    if (state == State.UNDECIDED && reached.isPresent()) {
      state = reached.get();
      decidedAt = OptionalLong.of(watermark);
    }
  }

  /** For a rule that is not met, and hardly will be. */
  void giveUp(long watermark) {
    settle(Optional.of(State.FUTILE), watermark);
  }

  State state() {
    return state;
  }

  OptionalLong decidedAt() {
    return decidedAt;
  }

  boolean settled() {
    return decidedAt.isPresent();
  }
}
