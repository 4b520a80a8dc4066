package dev.rehearsal.streams.pipeline;

import dev.rehearsal.standing.Resolved;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts beside the estimators what they count: every prefix, in admission order, after a resume
 * from the first one on. Called by one thread at a time; a run ends with what it throws.
 */
@FunctionalInterface
public interface Counting {

  /**
   * The next prefix.
   *
   * @param time when its conversation took place, if that is known
   */
  void counted(Optional<Instant> time, Resolved prefix);

  /** Counts here first, then there. */
  default Counting and(Counting other) {
    return (time, prefix) -> {
      counted(time, prefix);
      other.counted(time, prefix);
    };
  }
}
