package dev.rehearsal.calibrate;

import dev.rehearsal.estimate.Interval;
import java.util.Optional;
import java.util.function.Function;

/** A rate of hits as one way of correcting has it, or why that way does not tell. */
public sealed interface CorrectedRate {

  /** Handles both cases. */
  <R> R fold(Function<Known, R> known, Function<NotKnown, R> notKnown);

  /** The rate, if it is known. */
  default Optional<Known> known() {
    return fold(Optional::of, notKnown -> Optional.empty());
  }

  /**
   * A rate with its limits.
   *
   * @param method the name of the way, as in docs/methods.md
   * @param rate within [0, 1]
   */
  record Known(String method, double rate, Interval interval) implements CorrectedRate {
    @Override
    public <R> R fold(Function<Known, R> known, Function<NotKnown, R> notKnown) {
      return known.apply(this);
    }
  }

  /**
   * Nothing that could be relied on.
   *
   * @param why in words, for people
   */
  record NotKnown(String why) implements CorrectedRate {
    @Override
    public <R> R fold(Function<Known, R> known, Function<NotKnown, R> notKnown) {
      return notKnown.apply(this);
    }
  }
}
