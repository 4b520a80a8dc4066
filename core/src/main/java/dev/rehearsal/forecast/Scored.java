package dev.rehearsal.forecast;

import dev.rehearsal.estimate.Counts;

/**
 * One category's forecast against what was counted after the launch.
 *
 * @param forecast what was promised
 * @param previous the old model in production before the launch
 * @param observed the new model in production
 * @param decided whether the run had settled that the candidate's rate differs from production's
 */
public record Scored(RateForecast forecast, Counts previous, Counts observed, boolean decided) {

  /** By which factor the forecast is wrong, 1 or more. */
  public double error() {
    return SymmetricError.of(forecast.rate(), Smoothed.rate(observed));
  }

  /** The factor that a perfect forecast of this precision stays within, at this level. */
  public double noise(double level) {
    return Funnel.factor(level, forecast.logVariance() + Smoothed.logVariance(observed));
  }

  /** Whether production's rate changed enough for its direction to matter. */
  public boolean moved() {
    return SymmetricError.moved(Smoothed.rate(observed), Smoothed.rate(previous));
  }

  /** Whether the forecast said up where it went up, or down where it went down. A tie is wrong. */
  public boolean directionRight() {
    double before = Smoothed.rate(previous);
    double promised = Math.signum(forecast.rate() - before);
    return promised != 0 && promised == Math.signum(Smoothed.rate(observed) - before);
  }

  /** What the forecast lost beyond the best that was possible, in nats. */
  public double regret() {
    return BinomialLoss.regret(forecast.rate(), observed);
  }
}
