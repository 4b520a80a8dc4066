package dev.rehearsal.forecast;

import java.util.Optional;

/**
 * What is forecast for one category; all but the first need the deployed model regenerated on its
 * own prefixes.
 *
 * @param raw the candidate's rate as counted
 * @param ratio production's rate times candidate over baseline: a fixed effect of the harness
 *     cancels
 * @param environment the raw rate less the harness's effect, shrunken towards none
 * @param shrunken production's rate times candidate over baseline, shrunken towards no change: the
 *     recommended one, which "nothing changes" is a case of
 */
public record CategoryForecast(
    RateForecast raw,
    Optional<RateForecast> ratio,
    Optional<RateForecast> environment,
    Optional<RateForecast> shrunken) {

  /** The one to go by: shrunken where there is one, else raw. */
  public RateForecast recommended() {
    return shrunken.orElse(raw);
  }
}
