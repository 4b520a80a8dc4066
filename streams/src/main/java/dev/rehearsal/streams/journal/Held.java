package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Function;

/** A text that the journal holds, or held until it was purged. */
public sealed interface Held<T> {

  /** The text. */
  record There<T>(T text) implements Held<T> {
    @Override
    public <R> R fold(Function<T, R> there, Function<Instant, R> purged) {
      return there.apply(text);
    }
  }

  /** No text any more, since {@code at}. */
  record Purged<T>(Instant at) implements Held<T> {
    @Override
    public <R> R fold(Function<T, R> there, Function<Instant, R> purged) {
      return purged.apply(at);
    }
  }

  /** What comes of the text, or of there being none any more. */
  <R> R fold(Function<T, R> there, Function<Instant, R> purged);

  /** The same with another text. */
  default <R> Held<R> map(Function<T, R> change) {
    return fold(text -> new There<>(change.apply(text)), Purged::new);
  }

  /**
   * The text.
   *
   * @param whose in words
   * @throws RehearsalException when it was purged
   */
  default T orThrow(String whose) {
    return fold(
        text -> text,
        at -> {
          throw RehearsalException.failed(
              "the text of %s was purged on %s and cannot be had back; what was counted of it stays"
                  .formatted(whose, LocalDate.ofInstant(at, ZoneOffset.UTC)));
        });
  }
}
