package dev.rehearsal.compare;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Decision;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.State;
import org.apache.commons.math3.special.Beta;

/**
 * How often somebody who is shown two items, in an order that a coin decides, takes the simulated
 * one for the real one. One half means that the two cannot be told apart.
 *
 * <p>Source: docs/methods.md, "Two alternatives". Immutable.
 *
 * @param wins trials in which the simulated item was taken for the real one
 * @param trials all of them
 * @param alpha chance of an interval or a state ever being wrong, within (0, 1)
 */
public record TwoAlternatives(long wins, long trials, double alpha) {
  private static final ConfidenceSequence SEQUENCE = ConfidenceSequence.of(BetaMixture.ratio(1));
  private static final double EVEN = 0.5;

  /** Interval for the share of wins, at every look at once. */
  public Interval winRate() {
    return SEQUENCE.interval(Counts.of(wins, trials), alpha);
  }

  /**
   * EQUIVALENT once the share is known to lie within {@code margin} of one half; INCREASED or
   * DECREASED once it is known to lie above or below it; else UNDECIDED.
   *
   * @param margin within (0, 1/2)
   */
  public State state(double margin) {
    requireMargin(margin);
    if (against(EVEN - margin) == Decision.ABOVE && against(EVEN + margin) == Decision.BELOW) {
      return State.EQUIVALENT;
    }
    return switch (against(EVEN)) {
      case BELOW -> State.DECREASED;
      case ABOVE -> State.INCREASED;
      case UNDECIDED -> State.UNDECIDED;
    };
  }

  /**
   * Two one-sided exact tests for one look: the larger of the chances of what was seen, or more of
   * it, if the share lay on either bound of the margin. Below alpha, the share lies within.
   *
   * @param margin within (0, 1/2)
   */
  public double tost(double margin) {
    return Math.max(tostLower(margin), tostUpper(margin));
  }

  /** The chance of as many wins or more if the share were one half less the margin. */
  double tostLower(double margin) {
    requireMargin(margin);
    return wins == 0 ? 1 : Beta.regularizedBeta(EVEN - margin, wins, trials - wins + 1.0);
  }

  /** The chance of as few wins or fewer if the share were one half and the margin. */
  double tostUpper(double margin) {
    requireMargin(margin);
    return wins == trials
        ? 1
        : Beta.regularizedBeta(EVEN - margin, (double) trials - wins, wins + 1.0);
  }

  private Decision against(double share) {
    return SEQUENCE.against(share, Counts.of(wins, trials), alpha);
  }

  private static void requireMargin(double margin) {
    if (!(0 < margin && margin < EVEN)) {
      throw new IllegalArgumentException("a margin must be in (0, 0.5), was " + margin);
    }
  }
}
