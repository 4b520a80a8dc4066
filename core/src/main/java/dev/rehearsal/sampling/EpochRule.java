package dev.rehearsal.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * The fraction of a stream that a budget allows, epoch by epoch. A pure function of the epochs that
 * are over: nothing within an epoch moves the fraction that it is taken with, so each message's
 * probability is known before the message is (docs/adr/0230).
 *
 * <p>With K messages taken of a weight of Σ fraction·offered in the epochs that are remembered, for
 * a sum of S, a message that is taken costs S/K, and the next epoch of n messages would cost
 * fraction·n·S/K·(K+1)/weight. One is added because E[1/(K+1)] ≤ 1/E[K] for a Poisson K: the next
 * epoch then costs no more than is allowed in expectation, however few were taken. For n stands the
 * busiest of the last epochs. What was spent too much is a debt that later epochs pay back, so over
 * any time the sum exceeds the budget by no more than the debt; what an epoch leaves is not spent
 * later. That asks that every sum be of some epoch: one that a restart cuts short goes on after it.
 *
 * @param least fraction, above 0 and at most 1: taken whatever it costs, for one must see something
 *     to know what it costs
 * @param allowance to spend in an epoch, in the budget's unit, above 0
 */
public record EpochRule(double least, double allowance) {
  /** Epochs that are remembered. */
  public static final int REMEMBERED = 12;

  /** The busiest of so many stands for the next one. */
  static final int BUSIEST_OF = 3;

  /** A debt is paid back by this part of it in each epoch. */
  static final double PAID_BACK = 0.25;

  /** From one epoch to the next the fraction grows no more than by this: costs come late. */
  static final double MOST_GROWTH = 2;

  /** A fraction that would grow by less stays as it is: each change is one for whoever reads. */
  static final double LEAST_GROWTH = 1.25;

  public EpochRule {
    if (!(least > 0 && least <= 1 && allowance > 0)) {
      throw new IllegalArgumentException(
          "least must be in (0, 1] and allowance above 0, were " + least + " and " + allowance);
    }
  }

  /**
   * Where the rule stands between two epochs.
   *
   * @param fraction of the epoch that begins
   * @param debt what was spent too much and is not paid back, in the budget's unit, at least 0
   * @param past epochs that are remembered, the oldest first
   */
  public record State(double fraction, double debt, List<Epoch> past) {
    public State {
      past = List.copyOf(past);
    }
  }

  /**
   * Before the first epoch.
   *
   * @param first fraction to begin with
   * @param most fraction, above 0 and at most 1
   */
  public State begin(double first, double most) {
    return new State(within(first, most), 0, List.of());
  }

  /**
   * After one more epoch.
   *
   * @param most fraction, above 0 and at most 1; below {@link #least} it holds nevertheless
   */
  public State after(State before, Epoch over, double most) {
    List<Epoch> past = new ArrayList<>(before.past());
    past.add(over);
    past = past.subList(Math.max(0, past.size() - REMEMBERED), past.size());
    double debt = Math.max(0, before.debt() + over.spent() - allowance);
    double next = next(before.fraction(), affordable(past, debt));
    return new State(within(next, most), debt, past);
  }

  /**
   * The fraction that spends what is allowed; infinite when nothing was spent, not a number when
   * nothing came of which one could tell.
   */
  private double affordable(List<Epoch> past, double debt) {
    double weight = past.stream().mapToDouble(epoch -> epoch.fraction() * epoch.offered()).sum();
    double taken = past.stream().mapToDouble(Epoch::taken).sum();
    double spent = past.stream().mapToDouble(Epoch::spent).sum();
    double busiest =
        past.stream()
            .skip(Math.max(0, past.size() - BUSIEST_OF))
            .mapToDouble(Epoch::offered)
            .max()
            .orElse(0);
    if (busiest == 0 || weight == 0) {
      return Double.NaN;
    }
    if (spent == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double dear = spent / weight * (taken + 1) / Math.max(taken, 1);
    return Math.max(0, allowance - PAID_BACK * debt) / (dear * busiest);
  }

  /** Down at once, up in steps; as it is where one cannot tell. */
  private static double next(double now, double affordable) {
    if (affordable < now) {
      return affordable;
    }
    return affordable >= LEAST_GROWTH * now ? Math.min(affordable, MOST_GROWTH * now) : now;
  }

  private double within(double fraction, double most) {
    return Math.min(most, Math.max(least, fraction));
  }
}
