package dev.rehearsal.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Krippendorff's alpha for names without an order: how far several raters agree beyond chance, also
 * when not every rater rated every unit. 1 is agreement throughout, 0 is chance. The interval is
 * that of a bootstrap over units, with a seed. Source: Krippendorff (2004, 2011); bootstrap over
 * units: Efron (1979). Memory grows with the units; mutable, one owner.
 */
public final class Krippendorff {
  private static final int RESAMPLES = 2_000;

  /** How many raters gave each name, how many there are, and the unit's weight. */
  private record Unit(int[] ratings, int raters, double weight) {}

  private final int names;
  private final List<Unit> units = new ArrayList<>();

  /**
   * @param names how many different names there are, at least 2
   */
  public Krippendorff(int names) {
    if (names < 2) {
      throw new IllegalArgumentException("agreement needs two names or more, was " + names);
    }
    this.names = names;
  }

  /**
   * Counts a unit. One that fewer than two raters rated says nothing and is left out.
   *
   * @param weight for how many units it stands: one over its chance of being drawn; above 0
   * @param ratings how many raters gave each name
   */
  public void unit(double weight, int... ratings) {
    if (ratings.length != names || !(weight > 0)) {
      throw new IllegalArgumentException(
          "a unit has %d counts and a weight above 0, was %s with %s"
              .formatted(names, Arrays.toString(ratings), weight));
    }
    int raters = Arrays.stream(ratings).sum();
    if (raters >= 2) {
      units.add(new Unit(ratings.clone(), raters, weight));
    }
  }

  /** How many units were rated by two raters or more. */
  public long units() {
    return units.size();
  }

  /** Alpha, at most 1; empty without a unit, or when only one name was ever given. */
  public OptionalDouble alpha() {
    return alpha(units);
  }

  /**
   * Alpha with the {@code level / 2} and {@code 1 − level / 2} quantiles of its values over units
   * drawn anew with replacement; samples in which only one name comes up agree by definition.
   *
   * @param level the error, within (0, 1)
   */
  public Measure measure(double level, long seed) {
    if (!(0 < level && level < 1)) {
      throw new IllegalArgumentException("the error must be in (0, 1), was " + level);
    }
    OptionalDouble alpha = alpha();
    if (alpha.isEmpty()) {
      return new Measure(alpha, -1, 1, units());
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[RESAMPLES];
    List<Unit> drawn = new ArrayList<>();
    for (int i = 0; i < RESAMPLES; i++) {
      drawn.clear();
      for (int u = 0; u < units.size(); u++) {
        drawn.add(units.get(random.nextInt(units.size())));
      }
      values[i] = alpha(drawn).orElse(1);
    }
    Arrays.sort(values);
    int cut = (int) Math.floor(level / 2 * RESAMPLES);
    return Measure.of(alpha, values[cut], values[RESAMPLES - 1 - cut], units());
  }

  private OptionalDouble alpha(List<Unit> sample) {
    double[] totals = new double[names];
    double disagreement = 0;
    double all = 0;
    for (Unit unit : sample) {
      double pairs = (double) unit.raters() * unit.raters();
      for (int name = 0; name < names; name++) {
        double given = unit.ratings()[name];
        totals[name] += unit.weight() * given;
        pairs -= given * given;
      }
      all += unit.weight() * unit.raters();
      disagreement += unit.weight() * pairs / (unit.raters() - 1);
    }
    double byChance = all * all;
    for (double total : totals) {
      byChance -= total * total;
    }
    return byChance <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - (all - 1) * disagreement / byChance);
  }
}
