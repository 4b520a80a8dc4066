package dev.rehearsal.forecast;

import dev.rehearsal.estimate.Counts;

/**
 * What a forecast's error came from, known once the new model is in production and has been
 * regenerated on its own prefixes: full = prefix + environment.
 *
 * @param prefix new model on the old model's prefixes, against it on its own
 * @param environment new model regenerated on its own prefixes, against what it did there itself
 * @param full the forecast against production
 */
public record Decomposition(LogRatio prefix, LogRatio environment, LogRatio full) {

  /**
   * Splits an error.
   *
   * @param simulated the candidate on the old model's prefixes (X→Y): what was forecast
   * @param regenerated the new model on its own prefixes (X→X)
   * @param production the new model's recorded replies
   */
  public static Decomposition of(Counts simulated, Counts regenerated, Counts production) {
    return new Decomposition(
        LogRatio.of(simulated, regenerated),
        LogRatio.of(regenerated, production),
        LogRatio.of(simulated, production));
  }
}
