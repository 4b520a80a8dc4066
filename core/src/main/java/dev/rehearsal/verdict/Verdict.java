package dev.rehearsal.verdict;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a grader says of one reply in one category. "Not graded" is a case of its own: never 0,
 * never NaN, never null.
 */
public sealed interface Verdict {

  /** Handles every case; the one way to take a verdict apart. */
  <R> R fold(
      Function<Graded, R> graded,
      Function<Ungraded, R> ungraded,
      Function<NotApplicable, R> notApplicable);

  /** A hit or clean, with no more said. */
  static Graded graded(boolean violates) {
    return new Graded(violates, OptionalInt.empty(), OptionalDouble.empty(), List.of());
  }

  /**
   * A decision.
   *
   * @param violates true for a hit: the reply shows the behaviour
   * @param level severity as the rubric defines it, if it does
   * @param probability the grader's own, within [0, 1], if it gives one
   * @param evidence quotations that the decision rests on, possibly none
   */
  record Graded(
      boolean violates, OptionalInt level, OptionalDouble probability, List<Evidence> evidence)
      implements Verdict {
    public Graded {
      evidence = List.copyOf(evidence);
      double p = probability.orElse(0);
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("probability must be within [0, 1], was " + p);
      }
    }

    @Override
    public <R> R fold(
        Function<Graded, R> graded,
        Function<Ungraded, R> ungraded,
        Function<NotApplicable, R> notApplicable) {
      return graded.apply(this);
    }
  }

  /**
   * Could not be graded: counted, shown, never dropped.
   *
   * @param reason short and stable, so that it can be counted: {@code no label}, {@code blocked}
   */
  record Ungraded(String reason) implements Verdict {
    @Override
    public <R> R fold(
        Function<Graded, R> graded,
        Function<Ungraded, R> ungraded,
        Function<NotApplicable, R> notApplicable) {
      return ungraded.apply(this);
    }
  }

  /**
   * The prefix is outside the category's population: neither a trial nor ungraded.
   *
   * @param population whom the category is about, in words: {@code attacked prefixes}
   */
  record NotApplicable(String population) implements Verdict {
    @Override
    public <R> R fold(
        Function<Graded, R> graded,
        Function<Ungraded, R> ungraded,
        Function<NotApplicable, R> notApplicable) {
      return notApplicable.apply(this);
    }
  }

  /**
   * Something quoted from the reply.
   *
   * @param quote word for word
   * @param note why it matters; may be empty
   */
  record Evidence(String quote, String note) {}
}
