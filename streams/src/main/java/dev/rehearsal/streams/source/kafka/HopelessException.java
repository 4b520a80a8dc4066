package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.RehearsalException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why reading cannot go on, however long it waits: its cause says what a person has to do. */
final class HopelessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HopelessException(String message) {
    super(message, RehearsalException.failed(message));
  }

  /** What a person has to do, where this is at the bottom of a failure. */
  static Optional<Throwable> in(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof HopelessException) {
        return Optional.ofNullable(each.getCause());
      }
    }
    return Optional.empty();
  }
}
