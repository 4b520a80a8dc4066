package dev.rehearsal.forecast;

import java.util.List;

/**
 * How much effects differ between categories beyond what their sampling noise explains. Source:
 * DerSimonian and Laird (1986).
 *
 * @param mean the effects' mean, weighted by 1 / variance; 0 without effects
 * @param q the weighted sum of squares about it
 * @param variance τ² between categories, 0 or more; 0 for fewer than two effects
 */
public record Spread(double mean, double q, double variance) {

  /** The spread of some effects, each with its own variance. */
  public static Spread of(List<LogRatio> effects) {
    double weights = 0;
    double squares = 0;
    double sum = 0;
    for (LogRatio effect : effects) {
      double weight = 1 / effect.variance();
      weights += weight;
      squares += weight * weight;
      sum += weight * effect.value();
    }
    double mean = effects.isEmpty() ? 0 : sum / weights;
    double q = 0;
    for (LogRatio effect : effects) {
      q += (effect.value() - mean) * (effect.value() - mean) / effect.variance();
    }
    double variance =
        effects.size() < 2
            ? 0
            : Math.max(0, (q - (effects.size() - 1)) / (weights - squares / weights));
    return new Spread(mean, q, variance);
  }

  /** τ² about zero, for effects that may as well be none: max(0, mean(value² − variance)). */
  public static double aboutZero(List<LogRatio> effects) {
    return Math.max(
        0,
        effects.stream()
            .mapToDouble(e -> e.value() * e.value() - e.variance())
            .average()
            .orElse(0));
  }
}
