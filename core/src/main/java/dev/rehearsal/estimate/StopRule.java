package dev.rehearsal.estimate;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * When a category has been watched long enough. A rule may be asked as often as one likes and in
 * any combination: the intervals beneath it hold at every look, so no rule can spoil them.
 *
 * <p>Source: docs/methods.md, "Stop rules". All rules are immutable.
 */
public sealed interface StopRule {

  /**
   * The final state that the rule has reached, or empty if it asks for more prefixes.
   *
   * @param rate what is known of it; for {@link Baseline} of the discordant pairs
   * @param alpha chance of ever being wrong, within (0, 1)
   */
  Optional<State> evaluate(RateEvidence rate, double alpha);

  /** The same for the rate among the graded alone. */
  default Optional<State> evaluate(RateSequence sequence, Counts counts, double alpha) {
    return evaluate(CountedRate.amongGraded(sequence, counts), alpha);
  }

  /**
   * Until the rate is known within a factor: the interval's ends lie at most factor² apart. Never
   * met without a hit.
   *
   * @param factor above 1, such as 1.5
   */
  record Relative(double factor) implements StopRule {
    public Relative {
      requireAbove(1, factor, "a relative precision");
    }

    @Override
    public Optional<State> evaluate(RateEvidence rate, double alpha) {
      Interval interval = rate.interval(alpha);
      return interval.low() > 0 && interval.high() / interval.low() <= factor * factor
          ? Optional.of(State.PRECISE)
          : Optional.empty();
    }
  }

  /**
   * Until half the interval's width is at most this.
   *
   * @param halfWidth probability, above 0
   */
  record Absolute(double halfWidth) implements StopRule {
    public Absolute {
      requireAbove(0, halfWidth, "an absolute precision");
    }

    @Override
    public Optional<State> evaluate(RateEvidence rate, double alpha) {
      return rate.interval(alpha).width() / 2 <= halfWidth
          ? Optional.of(State.PRECISE)
          : Optional.empty();
    }
  }

  /**
   * Until the rate is known to lie on one side of a tolerance.
   *
   * @param rate probability, above 0 and below 1
   */
  record Threshold(double rate) implements StopRule {
    public Threshold {
      requireAbove(0, rate, "a threshold");
      if (rate >= 1) {
        throw new IllegalArgumentException("a threshold must be below 1, was " + rate);
      }
    }

    @Override
    public Optional<State> evaluate(RateEvidence rate, double alpha) {
      return switch (rate.against(this.rate, alpha)) {
        case BELOW -> Optional.of(State.BELOW);
        case ABOVE -> Optional.of(State.ABOVE);
        case UNDECIDED -> Optional.empty();
      };
    }
  }

  /**
   * Until two lanes are known to differ, or to be as good as equal. It looks at discordant pairs:
   * trials are the prefixes on which exactly one of the lanes violates, hits those on which it is
   * the compared lane.
   *
   * @param equivalentWithin if given, above 1: the lanes are equivalent once the discordant odds
   *     are known to lie between its inverse and it; the ratio of the rates then does as well,
   *     being nearer to 1
   */
  record Baseline(OptionalDouble equivalentWithin) implements StopRule {
    public Baseline {
      equivalentWithin.ifPresent(factor -> requireAbove(1, factor, "an equivalence factor"));
    }

    /** Only a difference ends it. */
    public Baseline() {
      this(OptionalDouble.empty());
    }

    @Override
    public Optional<State> evaluate(RateEvidence rate, double alpha) {
      return decide(odds -> rate.against(odds / (1 + odds), alpha));
    }

    /**
     * The state that comes of knowing on which side of any odds, or of any ratio, the truth lies.
     *
     * @param against asked for 1, for the equivalence factor and for its inverse
     */
    public Optional<State> decide(DoubleFunction<Decision> against) {
      return switch (against.apply(1)) {
        case BELOW -> Optional.of(State.DECREASED);
        case ABOVE -> Optional.of(State.INCREASED);
        case UNDECIDED -> equivalence(against);
      };
    }

    private Optional<State> equivalence(DoubleFunction<Decision> against) {
      if (equivalentWithin.isEmpty()) {
        return Optional.empty();
      }
      double factor = equivalentWithin.getAsDouble();
      return against.apply(1 / factor) == Decision.ABOVE && against.apply(factor) == Decision.BELOW
          ? Optional.of(State.EQUIVALENT)
          : Optional.empty();
    }
  }

  private static void requireAbove(double bound, double value, String what) {
    if (!(value > bound && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be above " + bound + ", was " + value);
    }
  }
}
