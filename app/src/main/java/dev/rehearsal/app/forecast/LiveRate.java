package dev.rehearsal.app.forecast;

import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import java.util.OptionalDouble;

/**
 * What traffic says of the forecast of one category, at one look.
 *
 * @param by how it was forecast, as in the file
 * @param forecast rate, above 0
 * @param promised rates, as they were frozen
 * @param counts of the traffic
 * @param observed rates of the graded that the traffic allows, at every look at once
 * @param overSimulated traffic against the simulated replies, from both counts, at every look
 * @param promise what became of what was promised, at this look
 */
public record LiveRate(
    String category,
    String by,
    double forecast,
    Interval promised,
    Counts counts,
    Interval observed,
    UnpairedComparison overSimulated,
    Promise promise) {

  /** Observed rate over forecast rate; empty before the first verdict. */
  public OptionalDouble ratio() {
    return counts.rate().stream().map(rate -> rate / forecast).findFirst();
  }

  /** Ratios that the traffic allows, at every look at once: the forecast is a fixed number. */
  public RatioInterval ratios() {
    return over(observed);
  }

  /** Ratios that were promised. */
  public RatioInterval promisedRatios() {
    return over(promised);
  }

  private RatioInterval over(Interval rates) {
    return new RatioInterval(rates.low() / forecast, rates.high() / forecast);
  }
}
