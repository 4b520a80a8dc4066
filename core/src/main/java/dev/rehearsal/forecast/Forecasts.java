package dev.rehearsal.forecast;

import dev.rehearsal.estimate.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts of all categories of a run; how far one is to be trusted is learnt from all.
 *
 * <p>Source: docs/methods.md, "Forecasts"; empirical Bayes shrinkage after Efron and Morris (1975).
 *
 * @param categories in the order of the counts
 * @param fidelity how the harness's effect spreads over categories; empty without a baseline lane
 * @param movement τ² of the models' difference about none; empty without a baseline lane
 */
public record Forecasts(
    List<CategoryForecast> categories, Optional<Spread> fidelity, Optional<Double> movement) {
  public Forecasts {
    categories = List.copyOf(categories);
  }

  /** Forecasts from counts; every lane that is there has a trial. */
  public static Forecasts of(List<LaneCounts> counts) {
    List<LogRatio> environments =
        counts.stream().flatMap(lanes -> lanes.environment().stream()).toList();
    if (environments.isEmpty()) {
      return new Forecasts(
          counts.stream().map(Forecasts::rawOnly).toList(), Optional.empty(), Optional.empty());
    }
    Spread fidelity = Spread.of(environments);
    double movement =
        Spread.aboutZero(counts.stream().flatMap(lanes -> lanes.change().stream()).toList());
    List<CategoryForecast> forecasts = new ArrayList<>();
    for (LaneCounts lanes : counts) {
      forecasts.add(
          new CategoryForecast(
              RateForecast.scaled(lanes.candidate(), 1, fidelity.variance()),
              lanes
                  .change()
                  .map(c -> RateForecast.scaled(lanes.production(), c.factor(), c.variance())),
              lanes
                  .environment()
                  .map(
                      e ->
                          shrunken(
                              lanes.candidate(),
                              new LogRatio(-e.value(), e.variance()),
                              fidelity.variance())),
              lanes.change().map(c -> shrunken(lanes.production(), c, movement))));
    }
    return new Forecasts(forecasts, Optional.of(fidelity), Optional.of(movement));
  }

  /**
   * The share of a measured log ratio to believe: B = τ² / (τ² + s²), within [0, 1).
   *
   * @param effect with its variance s²
   * @param variance τ², 0 or more
   */
  public static double trust(LogRatio effect, double variance) {
    return variance / (variance + effect.variance());
  }

  /** With a normal effect of variance τ² about none, what is left unknown of it is B·s². */
  private static RateForecast shrunken(Counts counts, LogRatio effect, double variance) {
    double trust = trust(effect, variance);
    return RateForecast.scaled(counts, Math.exp(trust * effect.value()), trust * effect.variance());
  }

  private static CategoryForecast rawOnly(LaneCounts lanes) {
    return new CategoryForecast(
        RateForecast.of(lanes.candidate()), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
